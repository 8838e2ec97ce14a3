/** Where progress is shown; `process.stderr` fits. */
export type Terminal = { readonly isTTY?: boolean; write(text: string): unknown };

/** Milliseconds between two updates of the line. */
const BETWEEN = 200;

/**
 * One line that counts on, at most five times a second, and only when somebody looks: what is written to a file
 * stays free of it. Results go to the other stream.
 */
export function createProgress(terminal: Terminal, what: string, now: () => number = Date.now) {
  const shown = terminal.isTTY === true;
  let count = 0;
  let last = now();
  let written = false;
  const show = (text: string) => {
    written = true;
    terminal.write(`\r\x1b[2K${text}`);
  };
  return {
    tick(): void {
      count++;
      // Asking the clock for every event would cost more than counting it.
      if (!shown || count % 256 !== 0 || now() - last < BETWEEN) return;
      last = now();
      show(`${what}: ${count} events`);
    },
    say(text: string): void {
      if (shown) show(text);
    },
    end(): void {
      if (written) terminal.write('\r\x1b[2K');
      written = false;
    },
  };
}

export type Progress = ReturnType<typeof createProgress>;
