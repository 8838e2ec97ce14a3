/** Hands a file to the person as the browser does with downloads. */
export function saveFile({ blob, name }: { readonly blob: Blob; readonly name: string }): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download holds the content by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The file name in a `content-disposition`; the one after `filename*=` is the exact one. */
export function fileNameIn(disposition: string | null, otherwise: string): string {
  const exact = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (exact !== undefined) {
    try {
      return decodeURIComponent(exact);
    } catch {
      // A name that cannot be read is told plainly as well.
    }
  }
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? otherwise;
}
