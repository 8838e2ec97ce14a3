import { memo } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';

const plugins = [remarkGfm];

/**
 * Markdown as people wrote it. Raw HTML stays text, links open beside the app and only http, https, mailto and
 * relative addresses are kept (react-markdown's own rule); pictures from elsewhere become links, so that
 * reading a ticket tells no third party. Heavy: import it lazily.
 */
export default memo(function MarkdownText({ text }: { text: string }) {
  return (
    <div className="markdown">
      <Markdown
        remarkPlugins={plugins}
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ),
          img: ({ src, alt }) => (
            <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noreferrer noopener">
              {alt || String(src)}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  );
});
