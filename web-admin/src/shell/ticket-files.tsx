import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { filesUnder, forgetFiles, keepFile } from '@ticketing/web-kit/uploads/chosen-files.ts';
import { followKeptFiles } from '@ticketing/web-kit/uploads/follow-kept.ts';
import { uploadRefusal } from '@ticketing/web-kit/uploads/upload-limits.ts';
import { asItWas } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import { type FileUploads, useUploads } from '@ticketing/web-kit/uploads/use-uploads.ts';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef } from 'react';

/** What the device keeps such a file for: `attach.{ticket id}`. */
const PLACE = 'attach.';

type TicketFiles = {
  readonly uploads: FileUploads;
  readonly ticketOf: (key: string) => string | undefined;
  readonly add: (ticketId: string, files: readonly File[]) => void;
  readonly remove: (key: string) => void;
};

const TicketFilesContext = createContext<TicketFiles | null>(null);

/**
 * Files on their way to tickets, whatever page is open meanwhile: each is attached when it has arrived. Until then the device
 * keeps them, so that they go on after a reload; of those that it has no room for the browser asks before the page is closed.
 */
export function TicketFilesProvider({ children }: { readonly children: ReactNode }) {
  const { queries, tabs } = useKit();
  const person = useMe().id;
  const commands = useTicketCommands(person);
  const tickets = useRef(new Map<string, string>());
  const notKept = useRef(new Set<string>());
  /** Attached or taken away, while the device still keeps it. */
  const gone = useRef(new Set<string>());

  const forget = useCallback((key: string) => {
    gone.current.add(key);
    notKept.current.delete(key);
    void forgetFiles([key]).then(() => gone.current.delete(key));
  }, []);
  const uploads = useUploads((uploaded, key) => {
    const ticketId = tickets.current.get(key);
    uploads.remove(key);
    if (ticketId === undefined) return;
    // From here on the command itself is kept.
    void commands.attach(ticketId, uploaded).then((answer) => {
      if (answer !== null) void queries.invalidateQueries({ queryKey: ['attachments', ticketId] });
    });
    forget(key);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every person, whatever is on its way
  useEffect(() => {
    const leave = followKeptFiles(tabs, {
      person,
      read: () => filesUnder(person, PLACE),
      concerns: (place) => place.startsWith(PLACE),
      onFiles: (own) => {
        const back = own.filter(({ key }) => !gone.current.has(key));
        for (const { key, place } of back) tickets.current.set(key, place.slice(PLACE.length));
        uploads.bringBack(back.map(asItWas));
      },
    });
    return () => {
      leave();
      uploads.clear();
    };
  }, [tabs, person]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (notKept.current.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);

  const value = useMemo(
    (): TicketFiles => ({
      uploads,
      ticketOf: (key) => tickets.current.get(key),
      add(ticketId, files) {
        const at = Date.now();
        uploads.add(files).forEach((key, index) => {
          const file = files[index];
          tickets.current.set(key, ticketId);
          if (file === undefined || uploadRefusal(file) !== null) return;
          const one = { key, person, place: PLACE + ticketId, tab: tabs.own, file, at: at + index };
          void keepFile(one).then((isKept) => {
            if (!isKept && !gone.current.has(key)) notKept.current.add(key);
          });
        });
      },
      remove(key) {
        uploads.remove(key);
        forget(key);
      },
    }),
    [uploads, person, tabs, forget],
  );
  return <TicketFilesContext value={value}>{children}</TicketFilesContext>;
}

/** The files on their way to one ticket. */
export function useTicketFiles(
  ticketId: string,
): Pick<FileUploads, 'list' | 'retry' | 'remove'> & { readonly add: (files: readonly File[]) => void } {
  const files = useContext(TicketFilesContext);
  if (files === null) throw new Error('useTicketFiles needs a TicketFilesProvider around it');
  const { uploads, ticketOf, add, remove } = files;
  return useMemo(
    () => ({
      list: uploads.list.filter(({ key }) => ticketOf(key) === ticketId),
      add: (chosen) => add(ticketId, chosen),
      retry: uploads.retry,
      remove,
    }),
    [uploads, ticketOf, add, remove, ticketId],
  );
}
