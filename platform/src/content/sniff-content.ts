import { Readable } from 'node:stream';
import { fileTypeFromStream } from 'file-type';

/**
 * The media type that content is found to be; what its sender says of it counts for nothing, and its name only tells
 * one kind of text from another.
 * @param read opens the content from its beginning
 * @returns `undefined` for what is neither a known format nor text in UTF-8
 */
export async function sniffContent(read: () => Promise<Readable>, name: string): Promise<string | undefined> {
  const stream = await read();
  const web = Readable.toWeb(stream);
  const found = await fileTypeFromStream(web).finally(() => stream.destroy());
  const type = found?.mime.split(';')[0]?.trim();
  // An animated PNG is a PNG to everybody who does not know it.
  if (type === 'image/apng') return 'image/png';
  if (type !== undefined && type !== 'application/xml') return type;
  const text = await readText(await read());
  return text === undefined ? undefined : kindOfText(text, name);
}

/** Enough to find what makes a browser take text for a page. */
const HEAD_CHARACTERS = 65_536;

/** The beginning of it, when all of it is text in UTF-8 without control characters that no text has. */
async function readText(stream: Readable): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head = '';
  try {
    for await (const chunk of stream) {
      const text = decoder.decode(chunk as Buffer, { stream: true }); // a stream of bytes
      if (controlCharacter.test(text)) return undefined;
      if (head.length < HEAD_CHARACTERS) head += text;
    }
    return head + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) return undefined; // what a fatal decoder throws
    throw error;
  } finally {
    stream.destroy();
  }
}

/** Tab, line feed, form feed, carriage return and escape do stand in text files. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlCharacter = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

function kindOfText(head: string, name: string): string {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === 'svg' || /<svg[\s/>]/i.test(head)) return 'image/svg+xml';
  if (
    /^x?html?$/.test(extension ?? '') ||
    /<(!doctype\s+html|html|head|body|script|iframe)[\s>]/i.test(head)
  ) {
    return 'text/html';
  }
  if (/^\s*<\?xml\s/.test(head)) return 'application/xml';
  return extension === 'csv' ? 'text/csv' : 'text/plain';
}
