/** One measured thing beside the raw part that it stands on, taken in the same run. */
export type Figure = {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** What the raw part is, and what came out for it. */
  readonly raw?: { readonly what: string; readonly measured: number };
  /** What the ratio should come to: at least or at most. */
  readonly aim?: Aim;
  /** What else belongs to the figure, e.g. sizes or processor time. */
  readonly note?: string;
};

type Aim = { readonly of: 'ratio' | 'measured'; readonly most?: number; readonly least?: number };

export const ratioOf = ({ measured, raw }: Figure): number | undefined => raw && measured / raw.measured;

/** Undefined where there is no aim. */
export function isMet(figure: Figure): boolean | undefined {
  const { aim } = figure;
  if (!aim) return undefined;
  const value = aim.of === 'ratio' ? ratioOf(figure) : figure.measured;
  if (value === undefined || Number.isNaN(value)) return false;
  return value <= (aim.most ?? Number.POSITIVE_INFINITY) && value >= (aim.least ?? 0);
}

/** Rows of a Markdown table. */
export function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure);
    return [
      figure.what,
      written(figure.measured, figure.unit),
      figure.raw ? `${figure.raw.what}: ${written(figure.raw.measured, figure.unit)}` : '',
      ratio === undefined ? '' : ratio.toFixed(2),
      aimWords(figure),
      figure.note ?? '',
    ].join(' | ');
  });
  const head = ['| what | measured | raw part | ratio | aim | beside it |', '|---|---|---|---|---|---|'];
  return [...head, ...rows.map((row) => `| ${row} |`)].join('\n');
}

export const written = (value: number, unit: string): string =>
  `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2)} ${unit}`.trim();

function aimWords(figure: Figure): string {
  const { aim, unit } = figure;
  if (!aim) return '';
  const bound = aim.least === undefined ? `at most ${aim.most}` : `at least ${aim.least}`;
  const words = aim.of === 'ratio' ? bound : `${bound} ${unit}`;
  return `${words}${isMet(figure) ? '' : ': missed'}`;
}
