import type { OpenTabs } from '../open-tabs.ts';
import { type ChosenFile, takeFilesOver } from './chosen-files.ts';
import { onFiles } from './file-news.ts';

export type KeptFollower = {
  readonly person: string;
  /** What is kept at the places that are followed. */
  readonly read: () => Promise<readonly ChosenFile[]>;
  /** Whether a change there concerns them. */
  readonly concerns: (place: string) => boolean;
  /** Is given what stands in this tab, and what stands in others. */
  readonly onFiles: (own: readonly ChosenFile[], others: readonly ChosenFile[]) => void;
};

/**
 * Follows what the device keeps at some places, in this tab and in others; this one has what another one left as soon as that
 * is closed. @returns what ends it
 */
export function followKeptFiles(tabs: OpenTabs, follower: KeptFollower): () => void {
  const { person, read, concerns } = follower;
  let left = false;
  const awaited = new Set<string>();
  const look = async () => {
    const kept = await read();
    if (left) return;
    const others = kept.filter(({ tab }) => tab !== tabs.own);
    follower.onFiles(
      kept.filter(({ tab }) => tab === tabs.own),
      others,
    );
    for (const { tab, place } of others) {
      const wait = `${tab} ${place}`;
      if (awaited.has(wait)) continue;
      awaited.add(wait);
      tabs.whenGone(tab, async () => {
        if (!left) await takeFilesOver(person, place, { from: tab, to: tabs.own });
      });
    }
  };
  void look();
  const stop = onFiles((places) => places.some(concerns) && void look());
  return () => {
    left = true;
    stop();
  };
}
