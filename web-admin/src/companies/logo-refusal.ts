/** Bytes that an image may have to be a logo. */
export const MAX_LOGO_BYTES = 5 * 1024 * 1024;

const images: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Why a file would not be taken as a logo, before anything is sent; `null` when it may be. Words: `company.{refusal}`. */
export function logoRefusal(file: Pick<File, 'size' | 'type'>): 'logoTooLarge' | 'logoNotImage' | null {
  if (!images.has(file.type)) return 'logoNotImage';
  return file.size > MAX_LOGO_BYTES ? 'logoTooLarge' : null;
}
