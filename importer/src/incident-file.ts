import { parse } from 'csv-parse/sync';
import {
  type Cells,
  columnsRead,
  type IncidentColumn,
  type IncidentRow,
  missingNumber,
  readIncidentRow,
  readNumber,
} from './incident-row.ts';

/** A row that cannot be read. Its incident is left out entirely. */
export type RefusedRow = {
  readonly line: number;
  readonly incident: string | null;
  readonly reasons: readonly string[];
};

/** An incident whose every row could be read. */
export type Incident = {
  readonly number: string;
  /** In order of time; rows of the same minute in the order of the file. Never empty. */
  readonly rows: readonly [IncidentRow, ...IncidentRow[]];
};

export type IncidentFile = {
  readonly rowCount: number;
  /** In order of their first rows; at the same minute by number. */
  readonly incidents: readonly Incident[];
  readonly refused: readonly RefusedRow[];
  /** Incidents that are left out because of refused rows, by number. */
  readonly leftOut: readonly string[];
};

/** The file as a whole is not an incident log; the message says why. */
export class NotAnIncidentFile extends Error {}

/**
 * Reads an incident log. Each line is read by itself, so that a damaged one, such as one with a quotation mark that
 * is never closed, takes nothing else with it.
 * @throws NotAnIncidentFile when there is no header that can be used, or nothing below it
 */
export function readIncidentFile(bytes: Uint8Array): IncidentFile {
  // What is not UTF-8 becomes U+FFFD, which no row may hold.
  const lines = new TextDecoder('utf-8').decode(bytes).split(/\r\n|\n|\r/);
  const header = readHeader(lines[0] ?? '', bytes.length);
  const rows = new Map<string, IncidentRow[]>();
  const refused: RefusedRow[] = [];
  const identified: Identified[] = [];
  const suspects: { at: number; cells: Cells | undefined }[] = [];
  let rowCount = 0;
  for (const [index, text] of lines.entries()) {
    if (index === 0 || text.trim() === '') continue;
    rowCount += 1;
    const read = readLine(index + 1, text, header);
    const number = 'row' in read ? read.row.number : (read.incident ?? undefined);
    if ('row' in read) {
      const soFar = rows.get(read.row.number);
      if (soFar) soFar.push(read.row);
      else rows.set(read.row.number, [read.row]);
    } else {
      const { cells, ...row } = read;
      refused.push(row);
      if (number === undefined) suspects.push({ at: identified.length, cells });
    }
    identified.push({ number, caller: read.cells?.caller_id, openedAt: read.cells?.opened_at });
  }
  if (rowCount === 0) throw new NotAnIncidentFile('The file has a header and no rows below it.');
  const leftOut = new Set(refused.flatMap(({ incident }) => incident ?? []));
  for (const suspect of suspects) for (const number of ownersOf(suspect, identified)) leftOut.add(number);
  const incidents = [...rows]
    .filter(([number]) => !leftOut.has(number))
    .flatMap(([number, own]) => inOrderOfTime(number, own))
    .sort((a, b) => a.rows[0].updatedAt - b.rows[0].updatedAt || (a.number < b.number ? -1 : 1));
  return { rowCount, incidents, refused, leftOut: [...leftOut].sort() };
}

type Identified = {
  readonly number: string | undefined;
  readonly caller: string | undefined;
  readonly openedAt: string | undefined;
};

/**
 * Which incidents a row may belong to whose number cannot be read: those with the same caller and time of opening,
 * which never change; when these cannot be read either, the ones of the rows above and below.
 */
function ownersOf(
  { at, cells }: { at: number; cells: Cells | undefined },
  identified: readonly Identified[],
): readonly string[] {
  if (cells) {
    return identified.flatMap(({ number, caller, openedAt }) =>
      number !== undefined && caller === cells.caller_id && openedAt === cells.opened_at ? number : [],
    );
  }
  const above = identified.slice(0, at).findLast(({ number }) => number !== undefined);
  const below = identified.slice(at + 1).find(({ number }) => number !== undefined);
  return [above, below].flatMap((row) => row?.number ?? []);
}

function inOrderOfTime(number: string, own: readonly IncidentRow[]): Incident[] {
  const [first, ...later] = own.toSorted((a, b) => a.updatedAt - b.updatedAt);
  return first ? [{ number, rows: [first, ...later] }] : [];
}

type Header = { readonly width: number; readonly at: Readonly<Record<IncidentColumn, number>> };

function readHeader(line: string, size: number): Header {
  if (size === 0) throw new NotAnIncidentFile('The file is empty.');
  const names = cellsOf(line)?.map((name) => name.trim()) ?? [];
  const missing = columnsRead.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new NotAnIncidentFile(
      missing.length === columnsRead.length
        ? 'The first line is not the header of an incident log: it names none of its columns (number, incident_state, sys_updated_at, …).'
        : `The header lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}.`,
    );
  }
  const twice = columnsRead.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) throw new NotAnIncidentFile(`The header names the column ${twice} twice.`);
  return {
    width: names.length,
    // Every key of the record is set: it is made from the list that its type is made from.
    at: Object.fromEntries(columnsRead.map((name) => [name, names.indexOf(name)])) as Header['at'],
  };
}

type ReadLine =
  | { readonly row: IncidentRow; readonly cells: Cells }
  | (RefusedRow & { readonly cells: Cells | undefined });

function readLine(line: number, text: string, header: Header): ReadLine {
  const content = cellsOf(text);
  if (!content || content.length !== header.width) {
    const reason = content
      ? `it has ${content.length} columns; the header has ${header.width}`
      : 'a quotation mark in it is never closed or stands in the wrong place';
    const first = (content?.[header.at.number] ?? text.split(',')[header.at.number] ?? '').trim();
    const number = readNumber(first);
    return {
      line,
      incident: number ?? null,
      reasons: number ? [reason] : [reason, missingNumber(first)],
      cells: undefined,
    };
  }
  // Every key of the record is set: it is made from the header's, which has them all.
  const cells = Object.fromEntries(
    Object.entries(header.at).map(([name, at]) => [name, content[at] ?? '']),
  ) as Cells;
  const incident = readNumber(cells.number) ?? null;
  if (/[\p{Cc}\uFFFD]/u.test(content.join(''))) {
    return { line, incident, reasons: ['it has characters that are not text'], cells };
  }
  const read = readIncidentRow(line, cells, content);
  return 'row' in read ? { row: read.row, cells } : { line, incident, reasons: read.reasons, cells };
}

/** The cells of one line; undefined when it is not CSV. */
function cellsOf(line: string): readonly string[] | undefined {
  try {
    return parse(line, { bom: true, relax_column_count: true })[0] ?? [];
  } catch {
    return undefined;
  }
}
