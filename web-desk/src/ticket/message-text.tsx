import { linkedText } from './linked-text.ts';

/** What somebody wrote, as they wrote it: line breaks kept, addresses made into links. */
export function MessageText({ text }: { readonly text: string }) {
  let offset = 0;
  return (
    <p className="whitespace-pre-wrap break-words">
      {linkedText(text).map((part) => {
        const key = offset;
        offset += part.text.length;
        return part.href === null ? (
          part.text
        ) : (
          <a
            key={key}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer"
            className="text-accent underline underline-offset-2"
          >
            {part.text}
          </a>
        );
      })}
    </p>
  );
}
