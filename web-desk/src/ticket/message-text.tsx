import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useKnownNames } from './known-names.ts';
import { linkedText } from './linked-text.ts';

/** Rendering Markdown needs more code than the rest of the desk, so it comes by itself after the page stands. */
const Markdown = lazy(() => import('@ticketing/web-kit/markdown.tsx'));

/** What somebody wrote. Until Markdown can be shown, and when it cannot be loaded, the words themselves stand there. */
export function MessageText({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const { nameOf, fileAddress } = useKnownNames();
  if (!mayBeMarkdown(text)) return <PlainText text={text} />;
  return (
    <Suspense fallback={<PlainText text={text} />}>
      <Markdown text={text} nameOf={nameOf} somebody={t('person.unknown')} fileAddress={fileAddress} />
    </Suspense>
  );
}

/** Most messages are plain sentences: those need no Markdown at all. */
const mayBeMarkdown = (text: string): boolean =>
  /[*_`#[\]|~>]|^\s*(?:[-+]|\d+[.)])\s|^(?:-{3}|={3})/m.test(text);

function PlainText({ text }: { readonly text: string }) {
  let offset = 0;
  return (
    <p className="whitespace-pre-wrap break-words">
      {linkedText(text).map((part) => {
        const key = offset;
        offset += part.text.length;
        return part.href === null ? (
          part.text
        ) : (
          <a key={key} href={part.href} target="_blank" rel="noopener noreferrer" className="link">
            {part.text}
          </a>
        );
      })}
    </p>
  );
}
