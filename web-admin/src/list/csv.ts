import type { CardView } from '@ticketing/contracts/views.ts';
import type { TFunction } from 'i18next';
import type { ListNames } from './use-names.ts';

/** A sheet takes a text that begins so for a formula, and runs it. */
const formula = /^[=+\-@\t\r]/;

/** One value as RFC 4180 has it. */
export function csvValue(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => row.map(csvValue).join(',')).join('\r\n');

/** All that a list knows of the tickets, with a line of headings. */
export function ticketsAsCsv(t: TFunction, tickets: readonly CardView[], names: ListNames): string {
  const person = (id: string) => names.people.get(id)?.displayName ?? t('person.unknown');
  const headings = [
    'key',
    'title',
    'type',
    'status',
    'priority',
    'assignees',
    'reporter',
    'company',
    'project',
    'tags',
    'start',
    'due',
    'opened',
    'changed',
  ] as const;
  return csvOf([
    headings.map((name) => t(`list.column.${name}`)),
    ...tickets.map((card) => [
      card.key,
      card.title,
      t(`type.${card.type}`),
      names.columns.get(card.columnId)?.name ?? '',
      t(`level.${card.priority}`),
      card.assigneeIds.map(person).join('; '),
      person(card.reporterId),
      card.companyId === null ? '' : (names.companies.get(card.companyId)?.name ?? card.companyId),
      names.projects.get(card.projectId)?.key ?? '',
      card.tagIds.map((id) => names.tags.get(id)?.name ?? '').join('; '),
      card.startDate,
      card.dueDate,
      card.openedAt,
      card.changedAt,
    ]),
  ]);
}

/** Lets the browser save a text as a file. The mark in front tells sheets that it is UTF-8. */
export function saveAs(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
