import { createHash } from 'node:crypto';
import type { Level } from '@ticketing/contracts/kinds.ts';

/** The states that an incident can be in, in the order of its columns on the board. */
export const incidentStates = [
  'New',
  'Active',
  'Awaiting User Info',
  'Awaiting Problem',
  'Awaiting Vendor',
  'Awaiting Evidence',
  'Resolved',
  'Closed',
] as const;
export type IncidentState = (typeof incidentStates)[number];

/** The columns of the file that the import reads; it may have others, in any order. */
export const columnsRead = [
  'number',
  'incident_state',
  'caller_id',
  'opened_at',
  'sys_updated_by',
  'sys_updated_at',
  'contact_type',
  'location',
  'category',
  'subcategory',
  'u_symptom',
  'cmdb_ci',
  'impact',
  'urgency',
  'priority',
  'assignment_group',
  'assigned_to',
  'knowledge',
  'u_priority_confirmation',
  'problem_id',
  'rfc',
  'vendor',
  'caused_by',
] as const;
export type IncidentColumn = (typeof columnsRead)[number];
export type Cells = Readonly<Record<IncidentColumn, string>>;

/** The state of one incident right after one update. What the file does not know (`?`) is null. */
export type IncidentRow = {
  /** Line in the file, counted from 1; the header is line 1. */
  readonly line: number;
  /** Made from what stands in the row: names the row in the log, whatever the file is called and wherever it stands. */
  readonly key: string;
  readonly number: string;
  readonly state: IncidentState;
  readonly caller: string | null;
  readonly updatedBy: string | null;
  /** Unix milliseconds; the file's times are taken as UTC. */
  readonly openedAt: number | null;
  readonly updatedAt: number;
  readonly contactType: string | null;
  readonly location: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly symptom: string | null;
  readonly configurationItem: string | null;
  readonly importance: Level;
  readonly urgency: Level;
  readonly priority: Level;
  readonly group: string | null;
  readonly resolver: string | null;
  readonly knowledge: boolean;
  readonly priorityConfirmed: boolean;
  readonly problem: string | null;
  readonly changeRequest: string | null;
  readonly vendor: string | null;
  readonly causedBy: string | null;
};

/** Impact and urgency have three steps; "critical" exists for priority only. */
const steps: Readonly<Record<string, Level>> = { '1 - High': 3, '2 - Medium': 2, '3 - Low': 1 };
const priorities: Readonly<Record<string, Level>> = {
  '1 - Critical': 4,
  '2 - High': 3,
  '3 - Moderate': 2,
  '4 - Low': 1,
};
const truths: Readonly<Record<string, boolean>> = { TRUE: true, FALSE: false };

/** Longest value of a cell that becomes part of a name or title. */
const LONGEST = 60;

/**
 * Reads a row.
 * @param cells the columns by name
 * @param content the whole row as it stands in the file, including the columns that the import does not read
 * @returns the row, or every reason why it cannot be read
 */
export function readIncidentRow(
  line: number,
  cells: Cells,
  content: readonly string[],
): { readonly row: IncidentRow } | { readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  const refuse = <T>(value: T | undefined, instead: T, reason: () => string): T => {
    if (value === undefined) reasons.push(reason());
    return value ?? instead;
  };
  const known = (column: IncidentColumn): string | null => {
    const text = cells[column].trim();
    if (text.length > LONGEST) reasons.push(`${column} is longer than ${LONGEST} characters`);
    return text === '?' || text === '' ? null : text.replace(/\s+/g, ' ');
  };
  const person = (column: IncidentColumn): string | null => {
    const name = known(column);
    if (name !== null && !isNameable(name))
      reasons.push(`${column} has too few letters and digits for a user name`);
    return name;
  };
  const oneOf = <T>(column: IncidentColumn, values: Readonly<Record<string, T>>, instead: T): T =>
    refuse(
      Object.hasOwn(values, cells[column]) ? values[cells[column]] : undefined,
      instead,
      () => `${column} is "${short(cells[column])}"; it can be ${Object.keys(values).join(', ')}`,
    );
  const time = (column: IncidentColumn): number =>
    refuse(
      readTime(cells[column]),
      0,
      () => `${column} is "${short(cells[column])}"; a time is written dd-mm-yyyy hh:mm`,
    );
  const number = readNumber(cells.number);
  if (number === undefined) reasons.push(missingNumber(cells.number));
  const row: IncidentRow = {
    line,
    key: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 20),
    number: number ?? '',
    state: refuse(
      incidentStates.find((state) => state === cells.incident_state),
      'New',
      () => `incident_state is "${short(cells.incident_state)}"; the states are ${incidentStates.join(', ')}`,
    ),
    caller: person('caller_id'),
    updatedBy: person('sys_updated_by'),
    openedAt: cells.opened_at === '?' ? null : time('opened_at'),
    updatedAt: time('sys_updated_at'),
    contactType: known('contact_type'),
    location: known('location'),
    category: known('category'),
    subcategory: known('subcategory'),
    symptom: known('u_symptom'),
    configurationItem: known('cmdb_ci'),
    importance: oneOf('impact', steps, 1),
    urgency: oneOf('urgency', steps, 1),
    priority: oneOf('priority', priorities, 1),
    group: known('assignment_group'),
    resolver: person('assigned_to'),
    knowledge: oneOf('knowledge', truths, false),
    priorityConfirmed: oneOf('u_priority_confirmation', truths, false),
    problem: known('problem_id'),
    changeRequest: known('rfc'),
    vendor: known('vendor'),
    causedBy: known('caused_by'),
  };
  return reasons.length > 0 ? { reasons } : { row };
}

/** `Caller 2403` → `caller-2403`. */
export const usernameOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^-+|-+$/g, '');

const isNameable = (name: string): boolean => usernameOf(name).length >= 2;

/** An incident's number, e.g. `INC0000045`; undefined when the cell does not hold one. */
export const readNumber = (cell: string): string | undefined => /^INC\d{1,12}$/.exec(cell.trim())?.[0];

export const missingNumber = (cell: string): string =>
  cell.trim() === '' || cell.trim() === '?'
    ? 'the incident number is missing'
    : `number is "${short(cell)}"; an incident number is written INC and digits`;

/** `dd-mm-yyyy hh:mm`, a real date from 1970 to 2069, as Unix milliseconds of UTC. */
export function readTime(text: string): number | undefined {
  const parts = /^(\d\d)-(\d\d)-(\d{4}) (\d\d):(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = parts;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute));
  const real = time.getUTCDate() === day && time.getUTCMonth() === month - 1 && hour < 24 && minute < 60;
  return real && year >= 1970 && year < 2070 ? time.getTime() : undefined;
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
