import { mailPage } from './mail-page.ts';

export const escapedForHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Simple HTML that says what the plain text says: paragraphs where it has empty lines, and links that can be clicked. */
export function htmlOfText(text: string): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(linked).join('<br>')}</p>`);
  return mailPage(paragraphs.join('\n'));
}

/** Addresses are found before anything is escaped, so that an `&` in one stays part of it. */
const linked = (line: string): string =>
  line
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, index) =>
      index % 2 === 1
        ? `<a href="${escapedForHtml(part)}">${escapedForHtml(part)}</a>`
        : escapedForHtml(part),
    )
    .join('');
