import { newCommandId } from './command-id.ts';

/** The open tabs of this app on this device. */
export type OpenTabs = {
  /** This very page; another one after a reload. */
  readonly own: string;
  /** Runs the work once the tab is closed, in one tab at a time; at once where browsers cannot tell. It never throws. */
  readonly whenGone: (tab: string, work: () => void | Promise<void>) => void;
  /** Called when another tab changed what is stored; returns what ends that. */
  readonly onStored: (listener: () => void) => () => void;
};

/**
 * Each tab holds a Web Lock of its own for as long as it is open, so whoever is granted it knows that the tab is gone. They
 * need a secure page (https, or localhost); elsewhere every other tab counts as gone, and what two tabs send alike is told
 * apart by the server.
 */
export function browserTabs(): OpenTabs {
  const own = newCommandId();
  const locks = (navigator as { locks?: LockManager }).locks; // absent on insecure pages, whatever the type says
  const nameOf = (tab: string): string => `ticketing-tab-${tab}`;
  void locks?.request(nameOf(own), () => new Promise(() => undefined)).catch(() => undefined);
  return {
    own,
    whenGone(tab, work) {
      if (locks === undefined) void work();
      // A request that is broken off, as when this page goes, has nothing to do any more.
      else void locks.request(nameOf(tab), () => work()).catch(() => undefined);
    },
    onStored(listener) {
      const onStorage = () => listener();
      window.addEventListener('storage', onStorage);
      return () => window.removeEventListener('storage', onStorage);
    },
  };
}
