/** Roster cannot start, for a reason that the person who started it can mend. Its message is all they are shown. */
export class StartError extends Error {
  override name = 'StartError'
}
