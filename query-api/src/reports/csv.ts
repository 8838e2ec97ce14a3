import { finished } from 'node:stream/promises';
import { Metric } from '@ticketing/contracts/kinds.ts';
import type { KpiReport, ScoreView } from '@ticketing/contracts/report-views.ts';
import { stringify } from 'csv-stringify';
import type { FastifyReply } from 'fastify';

export type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (string | number | null)[]>;
};

/**
 * Sends a table as CSV (RFC 4180, UTF-8) row by row. A cell that a spreadsheet would take for a formula gets an
 * apostrophe before it: names are what strangers typed. Numbers stay numbers.
 */
export async function sendCsv(reply: FastifyReply, { name, columns, rows }: Table): Promise<string> {
  const table = stringify({ bom: true, header: true, columns: [...columns], escape_formulas: true });
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('x-content-type-options', 'nosniff')
    .send(table);
  for (const row of rows) {
    if (table.destroyed) break;
    const full = !table.write(row.map((cell) => cell ?? ''));
    if (full) await new Promise((resolve) => table.once('drain', resolve).once('close', resolve));
  }
  table.end();
  // Whoever went away needs no answer any more.
  await finished(reply.raw).catch(() => undefined);
  return '';
}

export function kpiTable(report: KpiReport): Table {
  const named = (list: readonly { id: string; name: string }[], id: string | null) =>
    list.find((one) => one.id === id)?.name ?? '';
  return {
    name: `figures ${day(report.from)} to ${day(report.to)}`,
    columns: ['from', 'person', 'company', 'project', ...Metric.options, ...counts],
    rows: report.items.map(({ userId, companyId, projectId, bucket, metrics }) => [
      bucket ?? report.from,
      report.people.find(({ id }) => id === userId)?.displayName ?? '',
      named(report.companies, companyId),
      named(report.projects, projectId),
      ...Metric.options.map((metric) => metrics[metric]),
      ...counts.map((count) => metrics[count]),
    ]),
  };
}

const counts = ['ratings', 'first_responses', 'sla_verdicts', 'reopened'] as const;

export function scoreTable(board: { from: string; to: string; items: readonly ScoreView[] }): Table {
  const scored = board.items[0]?.parts.map(({ metric }) => metric) ?? [];
  return {
    name: `scores ${day(board.from)} to ${day(board.to)}`,
    columns: ['person', 'score', ...scored.flatMap((metric) => [metric, `${metric} points`])],
    rows: board.items.map(({ person, score, parts }) => [
      person.displayName,
      score,
      ...parts.flatMap(({ value, points }) => [value, points]),
    ]),
  };
}

const day = (instant: string): string => instant.slice(0, 10);
