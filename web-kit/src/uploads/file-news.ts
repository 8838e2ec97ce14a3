/** What changed among the files that this device keeps is told to every tab of the app, this one included. */
const CHANNEL = 'ticketing.files';

type Listener = (places: readonly string[]) => void;

const listeners = new Set<Listener>();
let opened: BroadcastChannel | undefined;

const channel = (): BroadcastChannel => {
  if (opened === undefined) {
    opened = new BroadcastChannel(CHANNEL);
    // Only `tellOfFiles` of this app writes there.
    opened.onmessage = ({ data }: MessageEvent<readonly string[]>) => hear(data);
  }
  return opened;
};

function hear(places: readonly string[]): void {
  for (const listener of [...listeners]) listener(places);
}

/** @param places at which files were put, taken or changed */
export function tellOfFiles(places: readonly string[]): void {
  if (places.length === 0) return;
  hear(places);
  channel().postMessage(places);
}

/** @returns what ends it */
export function onFiles(listener: Listener): () => void {
  channel();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
