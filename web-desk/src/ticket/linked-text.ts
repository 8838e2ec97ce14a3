export type TextPart = { readonly text: string; readonly href: string | null };

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+/g;

/**
 * Text with its web addresses found. Only http and https become links, so that nothing that somebody wrote can run.
 * Punctuation that ends a sentence does not belong to the address, and neither does a bracket that it did not open.
 */
export function linkedText(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    if (!URL.canParse(address)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null });
    parts.push({ text: address, href: address });
    from = match.index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}

function withoutTail(found: string): string {
  const address = found.replace(/[.,;:!?*_~`„“”»]+$/u, '');
  if (!address.endsWith(')')) return address;
  const opened = address.split('(').length;
  const closed = address.split(')').length;
  return closed > opened ? withoutTail(address.slice(0, -1)) : address;
}
