import cyrillic400 from '@fontsource/noto-sans/files/noto-sans-cyrillic-400-normal.woff?url';
import cyrillic600 from '@fontsource/noto-sans/files/noto-sans-cyrillic-600-normal.woff?url';
import greek400 from '@fontsource/noto-sans/files/noto-sans-greek-400-normal.woff?url';
import greek600 from '@fontsource/noto-sans/files/noto-sans-greek-600-normal.woff?url';
import latin400 from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff?url';
import latin600 from '@fontsource/noto-sans/files/noto-sans-latin-600-normal.woff?url';
import latinExt400 from '@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff?url';
import latinExt600 from '@fontsource/noto-sans/files/noto-sans-latin-ext-600-normal.woff?url';
import georgian400 from '@fontsource/noto-sans-georgian/files/noto-sans-georgian-georgian-400-normal.woff?url';
import georgian600 from '@fontsource/noto-sans-georgian/files/noto-sans-georgian-georgian-600-normal.woff?url';
import type { PdfFace } from './pdf-runs.ts';

/** Where the files of each face are. Only what a text needs is fetched, and of that only the letters used go into the PDF. */
const files: Readonly<Record<PdfFace, readonly [normal: string, bold: string]>> = {
  Latin: [latin400, latin600],
  LatinExt: [latinExt400, latinExt600],
  Georgian: [georgian400, georgian600],
  Cyrillic: [cyrillic400, cyrillic600],
  Greek: [greek400, greek600],
};

type Face = { readonly normal: string; readonly bold: string };

/** The faces as the writer of PDFs wants them, by their names. */
export function pdfFonts(used: Iterable<PdfFace>): Record<string, Face> {
  const address = (file: string) => new URL(file, document.baseURI).href;
  return Object.fromEntries(
    [...used].map((face) => {
      const [normal, bold] = files[face];
      return [face, { normal: address(normal), bold: address(bold) }];
    }),
  );
}
