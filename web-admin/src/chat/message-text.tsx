import type { PersonView } from '@ticketing/contracts/views.ts';
import { withNames } from '@ticketing/web-kit/chat/mention-names.ts';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import '../mentions/mentions.css';

const Markdown = lazyPart(() => import('@ticketing/web-kit/markdown.tsx'));

/** What a message says: Markdown with the names of who is mentioned; plain words until the renderer has come. */
export function MessageText({ text, people }: { text: string; people: ReadonlyMap<string, PersonView> }) {
  const { t } = useTranslation();
  const nameOf = useCallback((userId: string) => people.get(userId)?.displayName, [people]);
  const somebody = t('person.unknown');
  return (
    <Suspense fallback={<div className="markdown plain">{withNames(text, people, somebody)}</div>}>
      <Markdown text={text} nameOf={nameOf} somebody={somebody} />
    </Suspense>
  );
}
