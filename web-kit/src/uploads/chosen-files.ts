import type { UploadView } from '@ticketing/contracts/views.ts';
import { createStore, delMany, getMany, setMany, values } from 'idb-keyval';
import { tellOfFiles } from './file-news.ts';

/** A file that was chosen and not sent yet, as this device keeps it. */
export type ChosenFile = {
  /** Of its upload: sent again under the same key, it is the same file to the server. */
  readonly key: string;
  /** Id of who chose it. */
  readonly person: string;
  /**
   * What it was chosen for, as `help`, `ticket.{id}`, `room.{id}`; `letter.{id}` while it waits with what was written, by the
   * key of that.
   */
  readonly place: string;
  /** The tab in which it stands; while that is open, no other one sends it. */
  readonly tab: string;
  readonly file: File;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the server made of it. Its content may be missing here then, when there was no room for it. */
  readonly uploaded?: UploadView;
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
  opened ??= createStore('ticketing.files', 'chosen');
  return opened;
};

let before: Promise<unknown> = Promise.resolve();
/** One piece of work after the other, as this tab gave them: what is taken away right after it was chosen is gone. */
function inOrder<T>(work: () => Promise<T>, orElse: T): Promise<T> {
  // A device that keeps nothing (full, or forbidden) goes without.
  const done = before.then(work).catch(() => orElse);
  before = done;
  return done;
}

/** @returns whether it is there after a reload; false when there is no room, or the device keeps nothing */
export const keepFile = (one: ChosenFile): Promise<boolean> =>
  inOrder(async () => {
    const gone = roomFor(await filesOf(one.person), one);
    if (gone === null) return false;
    await delMany([...gone], store());
    await put([one]);
    return true;
  }, false);

/** What was chosen for this place, in the order in which it was chosen. */
export const filesAt = (person: string, place: string): Promise<readonly ChosenFile[]> =>
  inOrder(() => filesIn(person, (one) => one === place), []);

/** What was chosen for any place that begins so, in the order in which it was chosen. */
export const filesUnder = (person: string, beginning: string): Promise<readonly ChosenFile[]> =>
  inOrder(() => filesIn(person, (place) => place.startsWith(beginning)), []);

/** Those of the keys that are kept. */
export const filesNamed = (keys: readonly string[]): Promise<readonly ChosenFile[]> =>
  inOrder(() => read(keys), []);

/** They go with what was written, whether or not they have arrived: see `letter.{id}`. */
export const waitWith = (letterId: string, keys: readonly string[]): Promise<void> =>
  inOrder(async () => {
    const kept = await read(keys);
    await put(kept.map((one) => ({ ...one, place: letterPlace(letterId) })));
    tellOfFiles(kept.map(({ place }) => place));
  }, undefined);

/** Takes what a tab that is gone left behind. */
export const takeFilesOver = (
  person: string,
  place: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> =>
  inOrder(async () => {
    const left = (await filesIn(person, (one) => one === place)).filter(({ tab }) => tab === from);
    await put(left.map((one) => ({ ...one, tab: to })));
  }, undefined);

/** Files that arrived and were named in a letter stay until that has gone, so that it can still be changed. */
export const fileAway = (
  letterId: string,
  files: ReadonlyArray<
    Pick<ChosenFile, 'key' | 'person' | 'tab' | 'file'> & { readonly uploaded: UploadView }
  >,
): Promise<void> =>
  inOrder(async () => {
    const kept = await read(files.map(({ key }) => key));
    const places = kept.map(({ place }) => place);
    await put(
      files.map((one): ChosenFile => {
        const { name, type } = one.file;
        const as = kept.find(({ key }) => key === one.key);
        const known = as ?? { ...one, file: new File([], name, { type }), at: Date.now() };
        return { ...known, uploaded: one.uploaded, place: letterPlace(letterId) };
      }),
    );
    tellOfFiles(places);
  }, undefined);

/** The letter was taken back: its files stand in the box again. @returns how many there were */
export const bringFilesBack = (
  person: string,
  letterId: string,
  { place, tab }: Pick<ChosenFile, 'place' | 'tab'>,
): Promise<number> =>
  inOrder(async () => {
    const files = await filesIn(person, (each) => each === letterPlace(letterId));
    await put(files.map((one) => ({ ...one, place, tab })));
    return files.length;
  }, 0);

/** The letter is delivered, or thrown away. */
export const forgetLetter = (person: string, letterId: string): Promise<void> =>
  inOrder(() => forget(person, ({ place }) => place === letterPlace(letterId)), undefined);

/** What an earlier page left of letters that have gone. @param letterIds of those that have not */
export function forgetOtherLetters(person: string, letterIds: readonly string[]): Promise<void> {
  const there = new Set(letterIds.map(letterPlace));
  return inOrder(
    () => forget(person, ({ place }) => place.startsWith(letterPlace('')) && !there.has(place)),
    undefined,
  );
}

export const forgetFiles = (keys: readonly string[]): Promise<void> =>
  inOrder(async () => remove(await read(keys)), undefined);

/** Nobody finds the files of somebody who left. @param person who stays, if anybody */
export const forgetFilesOfOthers = (person: string | null): Promise<void> =>
  inOrder(async () => {
    const all = await values<ChosenFile>(store());
    await remove(all.filter((one) => one.person !== person));
  }, undefined);

const letterPlace = (letterId: string): string => `letter.${letterId}`;

async function filesOf(person: string): Promise<readonly ChosenFile[]> {
  const all = await values<ChosenFile>(store());
  const old = all.filter(({ at }) => Date.now() - at > KEPT_FOR);
  await remove(old);
  return all.filter((one) => one.person === person && !old.includes(one));
}

async function filesIn(person: string, isThere: (place: string) => boolean): Promise<readonly ChosenFile[]> {
  const kept = (await filesOf(person)).filter((one) => isThere(one.place));
  return kept.toSorted((left, right) => left.at - right.at);
}

async function read(keys: readonly string[]): Promise<readonly ChosenFile[]> {
  const found = await getMany<ChosenFile | undefined>([...keys], store());
  return found.filter((one) => one !== undefined);
}

async function put(files: readonly ChosenFile[]): Promise<void> {
  if (files.length === 0) return;
  await setMany(
    files.map((one) => [one.key, one]),
    store(),
  );
  tellOfFiles(files.map(({ place }) => place));
}

async function forget(person: string, isGone: (one: ChosenFile) => boolean): Promise<void> {
  await remove((await filesOf(person)).filter(isGone));
}

async function remove(files: readonly ChosenFile[]): Promise<void> {
  if (files.length === 0) return;
  await delMany(
    files.map(({ key }) => key),
    store(),
  );
  tellOfFiles(files.map(({ place }) => place));
}
