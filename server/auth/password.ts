/** NIST SP 800-63B-4, 3.1.1.1: where the password is the only factor. In code points. */
export const passwordMin = 15

/** What a field for a new password says before anything is typed. */
export const passwordHint = `At least ${passwordMin} characters. Four or five words that you can remember do well.`
