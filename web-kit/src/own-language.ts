import { chooseLanguage } from '@ticketing/contracts/endpoints/users.ts';
import type { Language } from '@ticketing/contracts/kinds.ts';
import type { MeView } from '@ticketing/contracts/views.ts';
import { useCallback, useEffect } from 'react';
import { ApiError } from './api-error.ts';
import { newCommandId } from './command-id.ts';
import { SomebodyElse } from './delivery.ts';
import { chosenLanguage, setLanguage } from './i18n.ts';
import { type Kit, tellRefusal, useKit } from './kit.tsx';
import { useMe } from './session.tsx';
import { readStored, writeStored } from './stored-value.ts';

/** What this device knows of a person's choice: one that the server has not taken yet, or the person's revision since it has. */
export type KnownChoice =
  | { readonly language: Language; readonly commandId: string }
  | { readonly revision: string };

const keyOf = (userId: string): string => `ticketing.language.of.${userId}`;
/** Somebody chose on this device before they signed in. */
const HERE = 'ticketing.language.here';

function known(userId: string): KnownChoice | null {
  try {
    // Only `keep` writes there.
    return JSON.parse(readStored(keyOf(userId)) ?? 'null') as KnownChoice | null;
  } catch {
    return null;
  }
}

const keep = (userId: string, choice: KnownChoice | null): void =>
  writeStored(keyOf(userId), choice && JSON.stringify(choice));

/**
 * The language that the server says a person chose, wherever that was; null when it says none, or something older than what
 * was chosen here.
 */
export function languageToTake(
  { language, revision }: Pick<MeView, 'language' | 'revision'>,
  choice: KnownChoice | null,
): Language | null {
  if (choice === null) return language ?? null;
  if ('commandId' in choice || BigInt(revision) < BigInt(choice.revision)) return null;
  return language ?? null;
}

/** For who is not signed in: it holds on this device, and becomes theirs when they sign in and never chose before. */
export function chooseLanguageHere(language: Language): void {
  writeStored(HERE, 'chosen');
  void setLanguage(language);
}

/** Chooses for oneself: it shows at once, and the server learns of it as soon as it can be reached. */
export function useChooseLanguage(): (language: Language) => void {
  const kit = useKit();
  const { id } = useMe();
  return useCallback(
    (language) => {
      void setLanguage(language);
      give(kit, id, language);
    },
    [kit, id],
  );
}

/** Keeps the apps in the language of who is signed in. To be used once, by what stands around every page. */
export function useOwnLanguage(): void {
  const kit = useKit();
  const { id, language, revision } = useMe();
  useEffect(() => {
    const choice = known(id);
    if (choice !== null && 'commandId' in choice) void send(kit, id, choice);
  }, [kit, id]);
  useEffect(() => {
    const choice = known(id);
    const taken = languageToTake({ language, revision }, choice);
    const chosenHere = readStored(HERE) !== null;
    writeStored(HERE, null);
    if (taken !== null) {
      if (taken !== chosenLanguage()) void setLanguage(taken);
    } else if (chosenHere && choice === null) give(kit, id, chosenLanguage());
  }, [kit, id, language, revision]);
}

function give(kit: Kit, userId: string, language: Language): void {
  const choice = { language, commandId: newCommandId() };
  keep(userId, choice);
  void send(kit, userId, choice);
}

async function send(
  kit: Kit,
  userId: string,
  { language, commandId }: Extract<KnownChoice, { commandId: string }>,
): Promise<void> {
  /** False when another choice was made since. */
  const isLast = () => {
    const choice = known(userId);
    return choice !== null && 'commandId' in choice && choice.commandId === commandId;
  };
  try {
    const { revision } = await kit.delivery.run(
      `language of ${userId}`,
      () => kit.api.call(chooseLanguage, { body: { language }, commandId }),
      { kept: true },
    );
    if (isLast()) keep(userId, { revision });
  } catch (error) {
    // When another person is here, it waits for the one who chose.
    if (!(error instanceof ApiError) || error instanceof SomebodyElse) return;
    if (isLast()) keep(userId, null);
    tellRefusal(kit, error);
  }
}
