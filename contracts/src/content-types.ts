/** What may be uploaded, by the media type that the content itself is found to be. */

/** Pictures that every browser shows and that a thumbnail is made of. */
export const imageTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
]);

/** What a browser may show in place: it is looked at or listened to, and runs nothing. */
const inlineTypes: ReadonlySet<string> = new Set([
  ...imageTypes,
  'application/pdf',
  'text/plain',
  'audio/mpeg',
  'audio/wav',
  'audio/ogg',
  'audio/flac',
  'audio/aac',
  'audio/mp4',
  'audio/x-m4a',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'video/ogg',
  'video/matroska',
]);

/** What is only ever saved to a file, whatever it looks like. */
const downloadTypes: ReadonlySet<string> = new Set([
  'text/csv',
  'application/zip',
  'application/gzip',
  'application/x-7z-compressed',
  'application/rtf',
  // Word, Excel, PowerPoint and Outlook before 2007, which only their names tell apart.
  'application/x-cfb',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/octet-stream',
  // Pictures that no browser shows, or that take too long to look into.
  'image/avif',
  'image/bmp',
  'image/heic',
  'image/heif',
  'image/tiff',
  // What a browser would run.
  'image/svg+xml',
  'text/html',
  'application/xml',
]);

export const mayBeUploaded = (contentType: string): boolean =>
  inlineTypes.has(contentType) || downloadTypes.has(contentType);

export const isImage = (contentType: string): boolean => imageTypes.has(contentType);

export const mayShowInline = (contentType: string): boolean => inlineTypes.has(contentType);
