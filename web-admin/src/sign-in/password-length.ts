/** The fewest characters that the server takes as a password. */
export const PASSWORD_LENGTH = 4;
