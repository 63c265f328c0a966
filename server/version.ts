import packageFile from '../package.json' with { type: 'json' }

/** Of Roster, as released. */
export const version: string = packageFile.version
