import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import type { MarkdownProps } from '@ticketing/web-kit/markdown.tsx';
import { Suspense } from 'react';
import '../mentions/mentions.css';

const Markdown = lazyPart(() => import('@ticketing/web-kit/markdown.tsx'));

/** Markdown; the plain words until the renderer has come. */
export function MarkdownText(props: MarkdownProps) {
  return (
    <Suspense fallback={<div className="markdown plain">{props.text}</div>}>
      <Markdown {...props} />
    </Suspense>
  );
}
