import { lazy, Suspense } from 'react';

const Markdown = lazy(() => import('@ticketing/web-kit/markdown.tsx'));

/** Markdown; the plain words until the renderer has come. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <Suspense fallback={<div className="markdown plain">{text}</div>}>
      <Markdown text={text} />
    </Suspense>
  );
}
