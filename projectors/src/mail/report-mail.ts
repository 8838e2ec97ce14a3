import type { MetricValues } from '@ticketing/contracts/report-views.ts';
import { escapedForHtml } from '@ticketing/platform/mail/html-of-text.ts';
import { type App, linkTo } from '@ticketing/platform/mail/links.ts';
import { mailPage } from '@ticketing/platform/mail/mail-page.ts';
import { oneLine } from '@ticketing/platform/mail/one-line.ts';
import type { ReportWords } from './report-mail-words.ts';

/** A company's month in figures. */
export type MonthFigures = {
  readonly openAtStart: number;
  readonly openAtEnd: number;
  readonly backlog: Readonly<Record<1 | 2 | 3 | 4, number>>;
  readonly metrics: MetricValues;
};

export type ReportedMonth = {
  readonly company: { readonly id: string; readonly name: string };
  /** `2026-10` */
  readonly month: string;
  readonly figures: MonthFigures;
  readonly before: MonthFigures;
};

type Line = readonly [name: string, value: string, before: string];

/** The month's report as a mail: the figures as text and as HTML, beside those of the month before, with the way to it. */
export function reportMail(
  { company, month, figures, before }: ReportedMonth,
  words: ReportWords,
  app: App,
): { subject: string; text: string; html: string } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const name = monthName(year, number, words);
  const beforeName = number === 1 ? monthName(year - 1, 12, words) : monthName(year, number - 1, words);
  const now = valuesOf(figures, words);
  const then = valuesOf(before, words);
  const lines = now.map(([label, value], index): Line => [label, value, then[index]?.[1] ?? '—']);
  const backlog = ([4, 3, 2, 1] as const).map(
    (level) => [words.level[level], numberIn(words, figures.backlog[level])] as const,
  );
  const link = linkTo(app, app === 'admin' ? `/companies/${company.id}/report?month=${month}` : '/');
  const way = app === 'admin' ? words.more : words.desk;
  const text = [
    `${oneLine(company.name)}\n${words.title(name)}`,
    lines.map(([label, value, earlier]) => `${label}: ${value} (${beforeName}: ${earlier})`).join('\n'),
    `${words.backlog}\n${backlog.map(([label, value]) => `${label}: ${value}`).join('\n')}`,
    `${way} ${link}`,
  ].join('\n\n');
  const html = mailPage(
    `<h1 style="font-size:20px;margin:0">${escapedForHtml(company.name)}</h1>
<p class="quiet" style="margin:4px 0 20px">${escapedForHtml(words.title(name))}</p>
${table([words.figure, name, beforeName], lines)}
<h2 style="font-size:15px;margin:24px 0 8px">${escapedForHtml(words.backlog)}</h2>
${table(undefined, backlog)}
<p style="margin:24px 0 0"><a href="${escapedForHtml(link)}">${escapedForHtml(way.replace(/:$/, ''))}</a></p>`,
    words.locale,
  );
  return { subject: words.subject(oneLine(company.name), name), text, html };
}

const monthName = (year: number, number: number, { months, locale }: ReportWords): string =>
  months
    ? `${months[number - 1] ?? ''} ${year}`
    : new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(Date.UTC(year, number - 1, 1)),
      );

const numberIn = ({ locale }: ReportWords, value: number, decimals = 0): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: decimals }).format(value);

/** The figures in their order, in words; a dash where there is nothing to make one of. */
function valuesOf(figures: MonthFigures, words: ReportWords): (readonly [string, string])[] {
  const { metrics } = figures;
  const count = (value: number) => numberIn(words, value);
  const some = (value: number | null, shown: (value: number) => string) =>
    value === null ? '—' : shown(value);
  const hours = (value: number) => words.hours(numberIn(words, value, 1));
  const percent = (value: number) => `${numberIn(words, value)}%`;
  return [
    [words.opened, count(metrics.tickets_created)],
    [words.resolved, count(metrics.tickets_resolved)],
    [words.openAtStart, count(figures.openAtStart)],
    [words.openAtEnd, count(figures.openAtEnd)],
    [words.firstResponse, some(metrics.average_first_response_hours, hours)],
    [words.resolution, some(metrics.average_resolution_hours, hours)],
    [words.targets, some(metrics.sla_compliance, percent)],
    [words.reopened, some(metrics.reopen_rate, percent)],
    [words.rating, some(metrics.average_rating, (value) => numberIn(words, value, 1))],
    [words.ratings, count(metrics.ratings)],
  ];
}

const CELL = 'padding:6px 0 6px 12px;border-bottom-width:1px;border-bottom-style:solid';

function table(head: readonly string[] | undefined, rows: readonly (readonly string[])[]): string {
  const cell = (text: string, index: number, tag: 'td' | 'th') =>
    `<${tag} style="${index === 0 ? `${CELL};padding-left:0` : CELL};text-align:${index === 0 ? 'left' : 'right'};font-weight:${tag === 'th' ? 600 : 400}">${escapedForHtml(text)}</${tag}>`;
  const row = (cells: readonly string[], tag: 'td' | 'th') =>
    `<tr>${cells.map((text, index) => cell(text, index, tag)).join('')}</tr>`;
  return `<table style="border-collapse:collapse;width:100%">${head ? row(head, 'th') : ''}${rows.map((cells) => row(cells, 'td')).join('')}</table>`;
}
