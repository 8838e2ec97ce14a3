import type { Locator } from 'playwright-core';

export type SentFile = { readonly name: string; readonly type: string; readonly base64: string };

/** A picture that can be decoded. */
export const onePixel = (name: string): SentFile => ({
  name,
  type: 'image/png',
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
});

/** A document with one empty page. */
export const pdf = (name: string): SentFile => ({
  name,
  type: 'application/pdf',
  base64: Buffer.from(
    [
      '%PDF-1.4',
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/MediaBox[0 0 200 100]/Parent 2 0 R>>endobj',
      'trailer<</Root 1 0 R>>',
      '%%EOF',
    ].join('\n'),
  ).toString('base64'),
});

/** What the page has and the test's own process has not. */
declare const DataTransfer: new () => { readonly items: { add(file: File): void } };
declare const ClipboardEvent: new (name: string, init: object) => Event;
declare const DragEvent: new (name: string, init: object) => Event;

/** Drops files onto an element, or pastes them into it, as the device's own hand would. */
export async function bringFiles(
  onto: Locator,
  how: 'drop' | 'paste',
  files: readonly SentFile[],
): Promise<void> {
  await onto.evaluate(
    (element, { how, files }) => {
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      const told = { bubbles: true, cancelable: true };
      if (how === 'paste') {
        element.dispatchEvent(new ClipboardEvent('paste', { ...told, clipboardData: transfer }));
        return;
      }
      for (const name of ['dragenter', 'dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(name, { ...told, dataTransfer: transfer }));
      }
    },
    { how, files },
  );
}
