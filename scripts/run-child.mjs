import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program with our terminal and resolves to its exit code (128 + the number of a deadly signal).
 *
 * Ctrl-C in a terminal reaches every process of its group, and npm sends its own copy after that. The
 * program gets a group of its own, so it hears of each Ctrl-C once and from us only: the first asks it to
 * stop, copies within a second are dropped, and the third press ends it.
 */
export function runToEnd(program, args, { env = process.env } = {}) {
  const ownGroup = process.platform !== 'win32';
  return new Promise((ended, failed) => {
    const child = spawn(program, args, { stdio: 'inherit', env, detached: ownGroup });
    let presses = 0;
    let lastPress = 0;
    const forward = (signal) => {
      if (Date.now() - lastPress < 1000) {
        return;
      }
      lastPress = Date.now();
      presses += 1;
      if (presses >= 3) {
        killGroup(child, ownGroup);
      } else if (ownGroup) {
        child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
      }
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) {
      process.on(signal, forward);
    }
    child.once('error', failed);
    child.once('exit', (code, signal) => {
      for (const name of signals) {
        process.off(name, forward);
      }
      ended(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function killGroup(child, ownGroup) {
  try {
    process.kill(ownGroup ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // It ended this instant.
  }
}
