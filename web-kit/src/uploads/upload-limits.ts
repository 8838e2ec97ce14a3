/** Bytes that the server takes unless it was told otherwise (docs/files.md). */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

export type UploadRefusal = 'too_large' | 'type_refused';

/**
 * The server finds out by the content what a file is. Only what it surely refuses is kept here, so that nobody
 * waits for an upload in vain; everything doubtful is sent.
 */
const refusedNames =
  /\.(exe|dll|msi|com|scr|pif|sys|so|dylib|apk|ipa|dmg|iso|deb|rpm|rar|class|wasm|sqlite3?|ttf|otf|woff2?)$/i;
const refusedTypes = /^(font\/|application\/(x-msdownload|x-msdos-program|vnd\.rar|x-rar|x-executable|wasm))/;

/** Why a file would not be taken, before anything is sent; `null` when it may be. */
export function uploadRefusal(file: Pick<File, 'name' | 'size' | 'type'>): UploadRefusal | null {
  if (file.size > MAX_FILE_BYTES) return 'too_large';
  if (refusedNames.test(file.name) || refusedTypes.test(file.type)) return 'type_refused';
  return null;
}

const units = ['B', 'kB', 'MB', 'GB'] as const;

/** `640 B`, `12 kB`, `3.4 MB`, with the reader's decimal mark. */
export function showSize(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)} ${units[unit]}`;
}
