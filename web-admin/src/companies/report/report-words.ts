import { showNumber, showPercent, showRating } from '@ticketing/web-kit/show-number.ts';
import type { TFunction } from 'i18next';
import { showHours } from '../../reports/metric-words.ts';
import type { FigureKind, ReportFigure } from './report-figures.ts';

/** A figure's value in the reader's language; a dash where there is none. */
export function figureWords(t: TFunction, kind: FigureKind, value: number | null): string {
  if (value === null) return '—';
  switch (kind) {
    case 'count':
      return showNumber(value);
    case 'hours':
      return showHours(t, value);
    case 'stars':
      return showRating(value);
    case 'percent':
      return showPercent(value);
    default:
      return kind satisfies never;
  }
}

/** `+3`, `−1.5 h`, `=`; a dash where one of the two months has no such figure. */
export function changeWords(t: TFunction, { kind, change }: ReportFigure): string {
  if (change === null) return '—';
  if (Math.abs(change) < 0.05) return '=';
  return `${change > 0 ? '+' : '−'}${figureWords(t, kind, Math.abs(change))}`;
}
