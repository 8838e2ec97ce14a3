/** Shows how far something is, on one line of a terminal; says nothing where nobody looks on. */
export function createProgress(out: NodeJS.WriteStream): {
  show(doing: string, done: number, total: number): void;
  clear(): void;
} {
  let shownAt = 0;
  return {
    show(doing, done, total) {
      const now = Date.now();
      if (!out.isTTY || (done < total && now - shownAt < 100)) return;
      shownAt = now;
      out.write(`\r\u001b[K${doing}: ${done} of ${total}`);
    },
    clear() {
      if (out.isTTY) out.write('\r\u001b[K');
    },
  };
}
