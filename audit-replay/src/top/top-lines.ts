import type { ProjectionReading } from './read-top.ts';
import { behindOf, type Standing, standingOf, sumOfJobs, type TopView } from './top-view.ts';

export type TopForm = {
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly colour: boolean;
};

/** The view as lines of at most the terminal's width. What fits into fewer columns less needed goes first. */
export function topLines(view: TopView, form: TopForm): string[] {
  return [
    ...headLines(view).map((line) => cut(line, form.columns)),
    '',
    ...projectionLines(view, form),
    '',
    ...restLines(view).map((line) => cut(line, form.columns)),
  ];
}

function headLines(view: TopView): string[] {
  const { projections, head, headPerSecond } = view;
  const standing = (one: Standing) => projections.filter((each) => standingOf(each) === one).length;
  const owners = new Set(projections.flatMap(({ owner }) => owner ?? []));
  const parked = projections.reduce((sum, each) => sum + each.parked, 0);
  const rates = [...view.rates.values()];
  const applied = rates.length === 0 ? '' : `, ${rate(rates.reduce((sum, one) => sum + one, 0))} events/s`;
  const growth = headPerSecond === null ? '' : ` (+${rate(headPerSecond)}/s)`;
  return [
    `Ticketing  ${new Date(view.at).toISOString().slice(0, 19)}Z  log head ${grouped(head)}${growth}`,
    `${plural(projections.length, 'projection')} in ${plural(owners.size, 'process', 'processes')}${applied}: ` +
      `${standing('unled')} leaderless, ${standing('behind')} behind, ${grouped(parked)} parked`,
  ];
}

type Column = {
  readonly title: string;
  readonly of: (projection: ProjectionReading, view: TopView) => string;
  readonly right?: boolean;
  /** The highest goes first where there is no room; none: always shown. */
  readonly goes?: number;
};

const table: readonly Column[] = [
  { title: 'PROJECTION', of: ({ name }) => name },
  { title: 'POSITION', of: ({ position }) => grouped(position), right: true },
  { title: 'BEHIND', of: (projection, view) => grouped(behindOf(view, projection)), right: true, goes: 3 },
  { title: 'LAG', of: ({ lagSeconds }) => (lagSeconds === 0 ? '-' : duration(lagSeconds)), right: true },
  {
    title: 'EV/S',
    of: ({ name }, { rates }) => {
      const one = rates.get(name);
      return one === undefined ? '-' : rate(one);
    },
    right: true,
  },
  {
    title: 'APPLIED',
    of: ({ applied }) => (applied === null ? '-' : grouped(applied)),
    right: true,
    goes: 5,
  },
  { title: 'PARKED', of: ({ parked }) => (parked === 0 ? '-' : grouped(parked)), right: true },
  { title: 'PROGRESS', of: ({ sinceProgress }) => `${duration(sinceProgress)} ago`, right: true, goes: 2 },
  { title: 'LEASE', of: lease, right: true, goes: 4 },
  { title: 'LEADER', of: ({ owner }) => owner ?? 'nobody', goes: 1 },
];

function lease({ leaseLeft }: ProjectionReading): string {
  if (leaseLeft === null) return '-';
  return leaseLeft > 0 ? duration(leaseLeft) : `over ${duration(-leaseLeft)}`;
}

const GAP = '  ';
/** A leader's name is cut to so many characters before a column is left out for it. */
const SHORT_LEADER = 12;

function projectionLines(view: TopView, { columns, colour }: TopForm): string[] {
  let shown = [...table];
  const cells = (column: Column) => view.projections.map((projection) => column.of(projection, view));
  const widthOf = (column: Column, short: boolean) => {
    const natural = Math.max(column.title.length, ...cells(column).map((cell) => cell.length));
    return short && column.title === 'LEADER' ? Math.min(natural, SHORT_LEADER) : natural;
  };
  const width = (short: boolean) =>
    shown.reduce((sum, column) => sum + widthOf(column, short) + GAP.length, -GAP.length);
  while (width(true) > columns) {
    const least = shown.reduce((one, other) => ((other.goes ?? 0) > (one.goes ?? 0) ? other : one));
    if (least.goes === undefined) break;
    shown = shown.filter((column) => column !== least);
  }
  const short = width(false) > columns;
  const line = (text: (column: Column) => string) =>
    cut(
      shown
        .map((column) => {
          const wide = widthOf(column, short);
          const cell = cut(text(column), wide);
          return column.right ? cell.padStart(wide) : cell.padEnd(wide);
        })
        .join(GAP)
        .trimEnd(),
      columns,
    );
  const title = line(({ title: text }) => text);
  return [
    colour ? `${BOLD}${title}${PLAIN}` : title,
    ...view.projections.map((projection) => {
      const text = line((column) => column.of(projection, view));
      const standing = standingOf(projection);
      return colour && standing !== 'fine' ? `${COLOURS[standing]}${text}${PLAIN}` : text;
    }),
  ];
}

const BOLD = '\x1b[1m';
const PLAIN = '\x1b[0m';
const COLOURS: Readonly<Record<Exclude<Standing, 'fine'>, string>> = {
  unled: '\x1b[31m',
  behind: '\x1b[33m',
  parked: '\x1b[35m',
};

function restLines(view: TopView): string[] {
  const { due, running, later, failing, givenUp } = sumOfJobs(view.jobs);
  const troubled = [...view.jobs].filter(([, counts]) => counts.failing > 0 || counts.givenUp > 0);
  return [
    ...view.rebuilds.map(({ projection, phase, position, events, failure }) => {
      if (failure !== null) return `rebuild ${projection}: ${phase}, ${failure}`;
      const done = view.head > 0n && position > 0n ? Number((position * 100n) / view.head) : 0;
      return `rebuild ${projection}: ${phase}, ${Math.min(done, 100)} % of the log, ${grouped(events)} events`;
    }),
    `jobs: ${due} due, ${running} running, ${later} for later, ${failing} failing, ${givenUp} given up`,
    ...troubled.map(([task, counts]) => `  ${task}: ${counts.failing} failing, ${counts.givenUp} given up`),
    `mail: ${view.mails.waiting} waiting, ${view.mails.failed} failed`,
  ];
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

const grouped = (number: number | bigint): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

const rate = (perSecond: number): string =>
  perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : grouped(Math.round(perSecond));

/** Seconds as people say them: `0.4 s`, `12 s`, `3 min`, `5 h`, `2 d`. */
export function duration(seconds: number): string {
  if (seconds < 0.05) return '0 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}
