import { memo } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { remarkMentions } from './remark-mentions.ts';
import { fileIdIn } from './uploads/attachments.ts';

const plugins = [remarkGfm, remarkMentions];

export type MarkdownProps = {
  readonly text: string;
  /** The name of somebody who is mentioned (`@[id]`); undefined when it is not known. */
  readonly nameOf?: ((userId: string) => string | undefined) | undefined;
  /** What is shown for a mention without a name. */
  readonly somebody?: string;
  /** Where a file of the ticket is for the browser; the ticket's pictures are shown in place. */
  readonly fileAddress?: ((fileId: string) => string | undefined) | undefined;
};

/**
 * Markdown as people wrote it. Raw HTML stays text, links open beside the app and only http, https, mailto and
 * relative addresses are kept (react-markdown's own rule); pictures from elsewhere become links, so that
 * reading a ticket tells no third party. Heavy: import it lazily.
 */
export default memo(function MarkdownText({ text, nameOf, somebody, fileAddress }: MarkdownProps) {
  const addressOf = (address: unknown): string | undefined => {
    if (typeof address !== 'string') return undefined;
    const fileId = fileIdIn(address);
    return fileId === undefined ? address : fileAddress?.(fileId);
  };
  return (
    <div className="markdown">
      <Markdown
        remarkPlugins={plugins}
        components={{
          a: ({ href, children }) => (
            <a href={addressOf(href)} target="_blank" rel="noreferrer noopener">
              {children}
            </a>
          ),
          img: ({ src, alt }) => {
            const address = addressOf(src);
            if (typeof src === 'string' && fileIdIn(src) !== undefined) {
              return address === undefined ? (
                <span className="picture-awaited">{alt}</span>
              ) : (
                <a href={address} target="_blank" rel="noreferrer noopener" data-file={fileIdIn(src)}>
                  <img src={address} alt={alt ?? ''} loading="lazy" />
                </a>
              );
            }
            return (
              <a href={address} target="_blank" rel="noreferrer noopener">
                {alt || String(src)}
              </a>
            );
          },
          // What is wider than the page is moved with the keys, too.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: as the rule of axe for what scrolls has it
          pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
          // biome-ignore lint/a11y/noNoninteractiveTabindex: likewise
          table: ({ children }) => <table tabIndex={0}>{children}</table>,
          span: ({ children, node, ...rest }) => {
            const userId = node?.properties.dataMention;
            if (typeof userId !== 'string') return <span {...rest}>{children}</span>;
            return <span className="mention">@{nameOf?.(userId) ?? somebody ?? '…'}</span>;
          },
        }}
      >
        {text}
      </Markdown>
    </div>
  );
});
