import { createStore, delMany, set, setMany, values } from 'idb-keyval';

/** A file that was chosen and not sent yet, as this device keeps it. */
export type ChosenFile = {
  /** Of its upload: sent again under the same key, it is the same file to the server. */
  readonly key: string;
  /** Id of who chose it. */
  readonly person: string;
  /** What it was chosen for: `help`, `ticket.{id}`, `room.{id}`. */
  readonly place: string;
  /** The tab in which it stands; while that is open, no other one sends it. */
  readonly tab: string;
  readonly file: File;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** Bytes of files that are kept for one person: room for a few photos, and no browser minds. */
export const KEPT_BYTES = 30 * 1024 * 1024;
/** Milliseconds after which what was never sent is thrown away. */
const KEPT_FOR = 7 * 24 * 60 * 60_000;

type Sized = Pick<ChosenFile, 'key' | 'place' | 'at'> & { readonly file: { readonly size: number } };

/**
 * Which of the kept files have to go so that one more has room, the oldest first; what was chosen for the same place
 * stays together. @returns null when there is no room for it
 */
export function roomFor(kept: readonly Sized[], one: Sized): readonly string[] | null {
  const sizeOf = (files: readonly Sized[]) => files.reduce((sum, { file }) => sum + file.size, 0);
  const others = kept
    .filter(({ place }) => place !== one.place)
    .toSorted((left, right) => left.at - right.at);
  const beside = sizeOf(kept.filter(({ place }) => place === one.place)) + one.file.size;
  if (beside > KEPT_BYTES) return null;
  const gone: string[] = [];
  while (beside + sizeOf(others) > KEPT_BYTES) {
    const oldest = others.shift();
    if (oldest === undefined) break;
    gone.push(oldest.key);
  }
  return gone;
}

let opened: ReturnType<typeof createStore> | undefined;
/** A database of their own: looking through what is seen must not read files. */
const store = () => {
  opened ??= createStore('ticketing.desk.files', 'chosen');
  return opened;
};

/** @returns whether it is there after a reload; false when there is no room, or the device keeps nothing */
export async function keepFile(one: ChosenFile): Promise<boolean> {
  try {
    const kept = await filesOf(one.person);
    const gone = roomFor(kept, one);
    if (gone === null) return false;
    await delMany([...gone], store());
    await set(one.key, one, store());
    return true;
  } catch {
    return false;
  }
}

/** What was chosen for this place, in the order in which it was chosen. */
export async function filesAt(person: string, place: string): Promise<readonly ChosenFile[]> {
  try {
    const kept = await filesOf(person);
    return kept.filter((one) => one.place === place).toSorted((left, right) => left.at - right.at);
  } catch {
    return [];
  }
}

/** Takes what a tab that is gone left behind. @returns it, in the order in which it was chosen */
export async function takeFilesOver(
  person: string,
  place: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly ChosenFile[]> {
  const left = (await filesAt(person, place)).filter(({ tab }) => tab === from);
  if (from === to) return left;
  const taken = left.map((one): ChosenFile => ({ ...one, tab: to }));
  // Read a moment ago: the device keeps something.
  await setMany(
    taken.map((one) => [one.key, one]),
    store(),
  ).catch(() => undefined);
  return taken;
}

export async function forgetFiles(keys: readonly string[]): Promise<void> {
  // A device that keeps nothing has nothing to forget.
  await delMany([...keys], store()).catch(() => undefined);
}

/** Nobody finds the files of somebody who left. @param person who stays, if anybody */
export async function forgetFilesOfOthers(person: string | null): Promise<void> {
  try {
    const gone = (await values<ChosenFile>(store())).filter((one) => one.person !== person);
    if (gone.length > 0) await forgetFiles(gone.map(({ key }) => key));
  } catch {
    // Nothing could be kept either.
  }
}

async function filesOf(person: string): Promise<readonly ChosenFile[]> {
  const all = await values<ChosenFile>(store());
  const old = all.filter(({ at }) => Date.now() - at > KEPT_FOR);
  if (old.length > 0) await forgetFiles(old.map(({ key }) => key));
  return all.filter((one) => one.person === person && !old.includes(one));
}
