/** Instants here are milliseconds since 1970; lists of them ascend. */

/** How much of the past the slider reaches back over; `all` is since the beginning. */
export const spans = ['day', 'week', 'month', 'all'] as const;
export type Span = (typeof spans)[number];

const DAY = 86_400_000;
const lengths: Readonly<Record<Exclude<Span, 'all'>, number>> = { day: DAY, week: 7 * DAY, month: 30 * DAY };

/** Where the slider begins: never before the thing itself. */
export function spanStart(span: Span, beginning: number, now: number): number {
  const start = span === 'all' ? beginning : Math.max(beginning, now - lengths[span]);
  // Something to slide over, also for what began just now.
  return Math.min(start, now - 60_000);
}

/** The shortest span that holds the instant. */
export function spanOf(at: number, now: number): Span {
  return spans.find((span) => span !== 'all' && at >= now - lengths[span]) ?? 'all';
}

/** The spans that differ from each other for something of this age. */
export function usefulSpans(beginning: number, now: number): Span[] {
  return spans.filter((span) => span === 'all' || now - lengths[span] > beginning);
}

/** The last moment before the instant, or undefined. */
export function momentBefore(moments: readonly number[], at: number): number | undefined {
  const index = firstNotBefore(moments, at);
  return moments[index - 1];
}

/** The first moment after the instant, or undefined. */
export function momentAfter(moments: readonly number[], at: number): number | undefined {
  return moments[firstNotBefore(moments, at + 1)];
}

function firstNotBefore(moments: readonly number[], at: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * What playing shows next: the first moment that is a step on, so that the whole of the span takes at most `steps`
 * pictures, however much happened.
 */
export function nextInPlay(
  moments: readonly number[],
  at: number,
  step: number,
  end: number,
): number | undefined {
  const next = momentAfter(moments, at + step);
  return next === undefined || next > end ? undefined : next;
}

/** How much happened in each of `count` equal parts of the span, from 0 to 1. */
export function activityBars(
  moments: readonly number[],
  start: number,
  end: number,
  count: number,
): readonly number[] {
  const bars = new Array<number>(count).fill(0);
  const length = Math.max(end - start, 1);
  for (const moment of moments) {
    if (moment < start || moment > end) continue;
    const index = Math.min(count - 1, Math.floor(((moment - start) / length) * count));
    bars[index] = (bars[index] ?? 0) + 1;
  }
  const most = Math.max(1, ...bars);
  // The root, so that one busy day does not make all others look like nothing.
  return bars.map((bar) => Math.sqrt(bar / most));
}
