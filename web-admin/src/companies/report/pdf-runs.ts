/**
 * Typefaces come in files by script, and a PDF is told which file each letter is from. No file here has all of what
 * people write in titles, so a text is cut into runs of one face each.
 */
export const pdfFaces = ['Latin', 'LatinExt', 'Georgian', 'Cyrillic', 'Greek'] as const;
export type PdfFace = (typeof pdfFaces)[number];

export type PdfRun = { readonly text: string; readonly font: PdfFace };

const faces: readonly (readonly [PdfFace, RegExp])[] = [
  ['Georgian', /[\u10A0-\u10FF\u1C90-\u1CBF\u2D00-\u2D2F]/],
  ['Cyrillic', /[\u0400-\u045F\u0490\u0491\u04B0\u04B1\u2116]/],
  ['Greek', /[\u0370-\u03FF]/],
  ['LatinExt', /[\u0100-\u0130\u0132-\u0151\u0154-\u02BA\u1E00-\u1EFF\u20A0-\u20AB\u20AD-\u20C0]/],
];

/** What no face has is told by this, so that nothing is dropped unseen. */
const UNKNOWN = '\u25A1';
const known = /[\n\t -\u00FF\u0131\u0152\u0153\u2000-\u206F\u20AC\u2122\u2212]/;

const faceOf = (letter: string): PdfFace => faces.find(([, letters]) => letters.test(letter))?.[0] ?? 'Latin';

/** `აბ OPS` → Georgian `აბ`, Latin ` OPS`. */
export function pdfRuns(text: string): PdfRun[] {
  const runs: { text: string; font: PdfFace }[] = [];
  for (const letter of text) {
    const font = faceOf(letter);
    const shown = font !== 'Latin' || known.test(letter) ? letter : UNKNOWN;
    const last = runs.at(-1);
    if (last?.font === font) last.text += shown;
    else runs.push({ text: shown, font });
  }
  return runs;
}
