import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readIncidentFile } from './incident-file.ts';

const sample = readFileSync(new URL('../samples/incidents.csv', import.meta.url), 'utf8');
const lines = sample.trimEnd().split('\n');
const numberAt = (line: number) => lines[line - 1]?.split(',')[0];
const read = (text: string) => readIncidentFile(new TextEncoder().encode(text));
/** The sample with one line (counted from 1) changed. */
const withLine = (line: number, change: (text: string) => string) =>
  read(lines.map((text, index) => (index === line - 1 ? change(text) : text)).join('\n'));
const cell = (text: string, at: number, value: string) => text.split(',').with(at, value).join(',');
/** A line in the middle of an incident. */
const MIDDLE =
  lines.findIndex(
    (_, at) => at > 9 && numberAt(at) === numberAt(at + 1) && numberAt(at + 1) === numberAt(at + 2),
  ) + 1;
const FIRST_OF_SECOND = lines.findIndex((_, at) => at > 1 && numberAt(at + 1) !== numberAt(2)) + 1;

describe('an incident log', () => {
  it('has every row of the sample, each incident in order of time', () => {
    const file = read(sample);
    expect(file.refused).toEqual([]);
    expect(file.incidents).toHaveLength(40);
    expect(file.rowCount).toBe(lines.length - 1);
    expect(file.incidents.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(file.rowCount);
    for (const { rows } of file.incidents) {
      for (const [index, row] of rows.entries()) {
        const before = rows[index - 1];
        if (!before) continue;
        expect(row.updatedAt).toBeGreaterThanOrEqual(before.updatedAt);
        if (row.updatedAt === before.updatedAt) expect(row.line).toBeGreaterThan(before.line);
      }
    }
    const disordered = file.incidents.find(({ number }) => number === 'INC0000137');
    const inFile = disordered?.rows.map(({ line }) => line);
    expect(inFile).not.toEqual(inFile?.toSorted((a, b) => a - b));
  });

  it('reads the same with a byte order mark, Windows line ends, blank lines and columns in another order', () => {
    const plain = read(sample).incidents.map(({ number }) => number);
    expect(read(`\uFEFF${lines.join('\r\n')}\r\n\r\n`).incidents.map(({ number }) => number)).toEqual(plain);
    const reversed = lines.map((line) => line.split(',').reverse().join(',')).join('\n');
    expect(read(reversed).incidents.map(({ number }) => number)).toEqual(plain);
  });

  it.each([
    [
      'a bad date',
      (text: string) => cell(text, 13, '31-02-2016 10:00'),
      'sys_updated_at is "31-02-2016 10:00"',
    ],
    ['an unknown state', (text: string) => cell(text, 1, 'Pending'), 'incident_state is "Pending"'],
    ['an unknown level', (text: string) => cell(text, 22, '5 - Planning'), 'priority is "5 - Planning"'],
    [
      'too few columns',
      (text: string) => text.split(',').slice(0, 20).join(','),
      'it has 20 columns; the header has 36',
    ],
    ['too many columns', (text: string) => `${text},more`, 'it has 37 columns; the header has 36'],
    [
      'a stray quotation mark',
      (text: string) => text.replace(',', ',"'),
      'a quotation mark in it is never closed',
    ],
    [
      'bytes that are not text',
      (text: string) => cell(text, 15, 'Location \u0000'),
      'it has characters that are not text',
    ],
  ])(
    'names a row with %s by line and reason and leaves out its incident, and no other',
    (_, damage, reason) => {
      const file = withLine(MIDDLE, damage);
      const number = numberAt(MIDDLE);
      expect(file.refused).toEqual([
        { line: MIDDLE, incident: number, reasons: [expect.stringContaining(reason)] },
      ]);
      expect(file.leftOut).toEqual([number]);
      expect(file.incidents).toHaveLength(39);
      expect(file.incidents.map((incident) => incident.number)).not.toContain(number);
    },
  );

  it.each(['', '?', 'CHG1'])(
    'knows whose a row with the number "%s" is by its caller and time of opening',
    (wrong) => {
      for (const line of [MIDDLE, FIRST_OF_SECOND]) {
        const file = withLine(line, (text) => cell(text, 0, wrong));
        expect(file.refused).toEqual([
          { line, incident: null, reasons: [expect.stringContaining('number')] },
        ]);
        expect(file.leftOut).toEqual([numberAt(line)]);
      }
    },
  );

  it('leaves out the incidents above and below a line that tells nothing', () => {
    const file = withLine(FIRST_OF_SECOND, () => 'what is this');
    expect(file.refused).toHaveLength(1);
    expect(file.leftOut).toEqual([numberAt(FIRST_OF_SECOND - 1), numberAt(FIRST_OF_SECOND)].sort());
    expect(file.incidents).toHaveLength(38);
  });

  it('says in a sentence why a file is none', () => {
    expect(() => read('')).toThrow('The file is empty.');
    expect(() => read('{"a": 1}\n')).toThrow('not the header of an incident log');
    expect(() => read(lines.slice(1).join('\n'))).toThrow('not the header of an incident log');
    expect(() => read(sample.replace('sys_updated_at', 'updated'))).toThrow(
      'The header lacks the column sys_updated_at.',
    );
    expect(() => read(sample.replace('made_sla', 'number'))).toThrow('names the column number twice');
    expect(() => read(`${lines[0]}\n`)).toThrow('has a header and no rows');
  });
});
