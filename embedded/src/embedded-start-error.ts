/**
 * Why the embedded stack, or a part of it, cannot start, in words for the person at the terminal.
 *
 * `message` is one sentence about what is wrong, `hint` one about what to do. Whoever prints it prints
 * both and no stack trace: this is never a bug of ours, it is a port, a disk or a folder of theirs.
 */
export class EmbeddedStartError extends Error {
  override readonly name = 'EmbeddedStartError';
  readonly hint: string;

  constructor(message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.hint = hint;
  }
}
