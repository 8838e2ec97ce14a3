import { createHash } from 'node:crypto';

const KEPT = 60;

/**
 * A text that stands for a longer one: its beginning, its length and its digest. Two texts are equal exactly
 * when what stands for them is, so a whole log can be folded without its texts staying in memory.
 */
export function shortenedText(text: string): string {
  if (text.length <= KEPT * 2) return text;
  const digest = createHash('sha256').update(text).digest('base64url');
  return `${text.slice(0, KEPT)}… (${text.length} characters, SHA-256 ${digest})`;
}
