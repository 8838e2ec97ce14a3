import { spawn } from 'node:child_process';

/** Ends the processes of a run when the run itself ends in a way that runs no code, as by `kill -9`. */
export type Guardian = {
  /** Its own process. */
  readonly pid: number | undefined;
  /** These processes may not outlive this one. A stopped process (SIGSTOP) is ended as well. */
  watch(pids: readonly number[]): void;
  /** These are gone, and their ids may be given to others. */
  forget(pids: readonly number[]): void;
  /** Everything was ended in order. */
  dismiss(): void;
};

/**
 * A shell that reads process ids from a pipe whose other end only we hold: `+12` watches, `-12` forgets. The word
 * `done` ends it; the end of the pipe without it means that we are gone, and then it kills what it watches.
 */
const script = `
watched=' '
while read -r line; do
  case "$line" in
    done) exit 0 ;;
    +*) watched="$watched\${line#+} " ;;
    -*) rest=' '; for pid in $watched; do [ "$pid" = "\${line#-}" ] || rest="$rest$pid "; done; watched=$rest ;;
  esac
done
for pid in $watched; do kill -KILL "$pid" 2>/dev/null; done
`;

export function startGuardian(): Guardian {
  // Detached: Ctrl-C goes to every process of the terminal's group, and this one must see what it leaves behind.
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.stdin.on('error', () => undefined);
  child.unref();
  const tell = (sign: '+' | '-', pids: readonly number[]) => {
    if (pids.length > 0) child.stdin.write(pids.map((pid) => `${sign}${pid}\n`).join(''));
  };
  return {
    pid: child.pid,
    watch: (pids) => tell('+', pids),
    forget: (pids) => tell('-', pids),
    dismiss: () => void child.stdin.end('done\n'),
  };
}
