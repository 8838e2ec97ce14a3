import { showNumber } from '@ticketing/web-kit/show-number.ts';
import { showInstant } from '@ticketing/web-kit/show-time.ts';
import type { TFunction } from 'i18next';
import pdfMake from 'pdfmake/build/pdfmake.js';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { MonthlyReport } from '../company-queries.ts';
import { pdfFonts } from './pdf-fonts.ts';
import { type PdfFace, type PdfRun, pdfRuns } from './pdf-runs.ts';
import { reportFigures } from './report-figures.ts';
import { monthName, monthsFrom } from './report-month.ts';
import { changeWords, figureWords } from './report-words.ts';

const TEXT = '#1C1E21';
const MUTED = '#55595F';
const LINE = '#D8D8D4';
const ACCENT = '#0F766E';
/** Points that a bar is long at most. */
const BAR = 180;

type Reported = {
  readonly report: MonthlyReport;
  readonly before: MonthlyReport | undefined;
  readonly month: string;
};

/** The report as a PDF of A4 pages, with real text in embedded typefaces. @throws Error when those cannot be loaded */
export async function reportPdf(t: TFunction, reported: Reported): Promise<Blob> {
  const used = new Set<PdfFace>(['Latin']);
  const definition = document(t, reported, (text) => {
    const runs = pdfRuns(text);
    for (const { font } of runs) used.add(font);
    return runs;
  });
  pdfMake.setFonts(pdfFonts(used));
  return pdfMake.createPdf(definition).getBlob();
}

/** What is counted and does not stand in the list. */
function rest(t: TFunction, { more }: MonthlyReport, write: Write): Content[] {
  if (more === 0) return [];
  return [{ text: write(t('report.notListed', { count: more })), color: MUTED, margin: [0, 6, 0, 0] }];
}

/** Cuts a text into runs of one face. */
type Write = (text: string) => PdfRun[];

function document(t: TFunction, { report, before, month }: Reported, write: Write): TDocumentDefinitions {
  const title = t('report.title', { month: monthName(month) });
  const made = write(t('report.made', { when: showInstant(new Date().toISOString()) }));
  // Its words are the same on every page, and are looked at here, as the faces are loaded before a page is made.
  write(t('report.page', { page: 0, pages: 0 }));
  return {
    info: { title: `${report.company.name} · ${title}`, creator: 'Ticketing' },
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 52],
    defaultStyle: { font: 'Latin', fontSize: 9, color: TEXT, lineHeight: 1.2 },
    footer: (page, pages) => ({
      margin: [40, 16, 40, 0],
      fontSize: 8,
      color: MUTED,
      columns: [{ text: made }, { text: write(t('report.page', { page, pages })), alignment: 'right' }],
    }),
    content: [
      { text: write(report.company.name), fontSize: 18, bold: true },
      { text: write(title), fontSize: 12, color: MUTED, margin: [0, 2, 0, 6] },
      ...part(write(t('report.figures')), figures(t, { report, before, month }, write)),
      ...part(
        write(t('report.backlog')),
        bars(
          ([4, 3, 2, 1] as const).map((level) => [t(`level.${level}`), report.backlogByPriority[level]]),
          write,
        ),
      ),
      ...satisfaction(t, report, write),
      ...(report.topReporters.length === 0
        ? []
        : part(
            write(t('report.topReporters')),
            bars(
              report.topReporters.map(({ person, opened }) => [person.displayName, opened]),
              write,
            ),
          )),
      ...part(
        write(t('report.tickets', { count: report.tickets.length + report.more })),
        tickets(t, report, write),
      ),
      ...rest(t, report, write),
    ],
  };
}

const part = (title: PdfRun[], content: Content): Content[] => [
  { text: title, fontSize: 11, bold: true, margin: [0, 14, 0, 6], headlineLevel: 1 },
  content,
];

const lines = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0,
  hLineColor: () => LINE,
  paddingLeft: () => 0,
  paddingRight: () => 8,
  paddingTop: () => 3,
  paddingBottom: () => 2,
};

function figures(t: TFunction, { report, before, month }: Reported, write: Write): Content {
  const head = (text: string, right = true): TableCell => ({
    text: write(text),
    color: MUTED,
    alignment: right ? 'right' : 'left',
  });
  const cell = (text: string, bold = false): TableCell => ({ text: write(text), alignment: 'right', bold });
  return {
    layout: lines,
    table: {
      headerRows: 1,
      widths: ['*', 'auto', 'auto', 'auto'],
      body: [
        [
          head(t('report.figureColumn'), false),
          head(monthName(month)),
          head(monthName(monthsFrom(month, -1))),
          head(t('report.change')),
        ],
        ...reportFigures(report, before).map((figure): TableCell[] => [
          { text: write(t(`report.figure.${figure.name}`)) },
          cell(figureWords(t, figure.kind, figure.value), true),
          cell(figureWords(t, figure.kind, figure.before)),
          cell(changeWords(t, figure)),
        ]),
      ],
    },
  };
}

/** A line for each, with a bar as long as its share of the longest. */
function bars(values: readonly (readonly [name: string, count: number])[], write: Write): Content {
  const most = Math.max(1, ...values.map(([, count]) => count));
  return {
    layout: { ...lines, hLineWidth: () => 0 },
    table: {
      widths: [150, BAR, 'auto'],
      body: values.map(([name, count]): TableCell[] => [
        { text: write(name) },
        {
          canvas: [
            { type: 'rect', x: 0, y: 3, w: BAR, h: 5, r: 2, color: LINE },
            ...(count === 0
              ? []
              : ([
                  { type: 'rect', x: 0, y: 3, w: (count / most) * BAR, h: 5, r: 2, color: ACCENT },
                ] as const)),
          ],
        },
        { text: write(showNumber(count)), alignment: 'right' },
      ]),
    },
  };
}

function satisfaction(t: TFunction, report: MonthlyReport, write: Write): Content[] {
  const { ratings, byStars } = report.satisfaction;
  if (ratings === 0) {
    return part(write(t('company.satisfaction')), { text: write(t('company.noRatings')), color: MUTED });
  }
  const nameOf = (id: string) =>
    report.people.find((person) => person.id === id)?.displayName ?? t('person.unknown');
  return [
    ...part(
      write(t('company.satisfaction')),
      bars(
        ([5, 4, 3, 2, 1] as const).map((stars) => [t('company.stars', { count: stars }), byStars[stars]]),
        write,
      ),
    ),
    ...part(write(t('report.ratings')), {
      layout: lines,
      table: {
        widths: [70, '*'],
        body: report.ratings.map((rating): TableCell[] => [
          { text: write(t('company.stars', { count: rating.stars })) },
          {
            stack: [
              ...(rating.words === '' ? [] : [{ text: write(`“${rating.words}”`) }]),
              {
                text: write(
                  `${nameOf(rating.ratedById)}, ${showInstant(rating.ratedAt)} · ${rating.key} ${rating.title}`,
                ),
                color: MUTED,
              },
            ],
          },
        ]),
      },
    }),
  ];
}

function tickets(t: TFunction, report: MonthlyReport, write: Write): Content {
  if (report.tickets.length === 0) return { text: write(t('report.noTickets')), color: MUTED };
  const head = (text: string): TableCell => ({ text: write(text), color: MUTED });
  const when = (instant: string | null): TableCell => ({
    text: write(instant === null ? '—' : showInstant(instant)),
  });
  return {
    layout: lines,
    fontSize: 8,
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['auto', '*', 'auto', 72, 72, 72],
      body: [
        [
          head(t('report.ticket')),
          head(t('ticket.title')),
          head(t('ticket.priority')),
          head(t('report.openedAt')),
          head(t('report.answeredAt')),
          head(t('report.resolvedAt')),
        ],
        ...report.tickets.map((ticket): TableCell[] => [
          { text: write(ticket.key) },
          { text: write(ticket.title) },
          { text: write(t(`level.${ticket.priority}`)) },
          when(ticket.openedAt),
          when(ticket.firstResponseAt),
          when(ticket.resolvedAt),
        ]),
      ],
    },
  };
}
