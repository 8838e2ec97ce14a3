import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planOf } from './import-plan.ts';
import { readIncidentFile } from './incident-file.ts';
import type { IncidentRow } from './incident-row.ts';
import { commandsBetween, descriptionOf, titleOf } from './incident-ticket.ts';

const { incidents } = readIncidentFile(readFileSync(new URL('../samples/incidents.csv', import.meta.url)));
const names = {
  columnId: (state: string) => `column ${state}`,
  tagId: (group: string) => `tag ${group}`,
  resolverId: (resolver: string) => `user ${resolver}`,
};
const [row] = incidents[0]?.rows ?? [];
if (!row) throw new Error('the sample is empty');
const between = (before: Partial<IncidentRow>, after: Partial<IncidentRow>) =>
  commandsBetween({ ...row, ...before }, { ...row, ...after }, names);

describe('the ticket of an incident', () => {
  it('has the incident number in its title, and what is known of its kind', () => {
    expect(titleOf({ ...row, number: 'INC7', category: 'Category 5', subcategory: 'Subcategory 9' })).toBe(
      'INC7 Category 5 · Subcategory 9',
    );
    expect(titleOf({ ...row, number: 'INC7', category: 'Category 5', subcategory: null })).toBe(
      'INC7 Category 5',
    );
    expect(titleOf({ ...row, number: 'INC7', category: null, subcategory: null })).toBe('INC7 Incident');
  });

  it('describes what has no field of its own and names no person', () => {
    const text = descriptionOf({
      ...row,
      symptom: 'Symptom 4',
      vendor: null,
      caller: 'Caller 1',
      resolver: 'Resolver 2',
    });
    expect(text).toContain('- **Symptom:** Symptom 4');
    expect(text).not.toContain('Vendor');
    expect(text).not.toMatch(/Caller|Resolver|Updated by/);
  });
});

describe('what happened between two rows', () => {
  it('is nothing when only the bookkeeping of the source moved on', () => {
    expect(
      between({}, { updatedAt: row.updatedAt + 60_000, key: 'other', updatedBy: 'Updated by 5' }),
    ).toEqual([]);
  });

  it('is a move to the end of the column of the new state', () => {
    expect(between({ state: 'New' }, { state: 'Awaiting Vendor' })).toEqual([
      {
        type: 'MoveTicket',
        columnId: 'column Awaiting Vendor',
        after: undefined,
        before: undefined,
        atMilliseconds: row.updatedAt,
        unreviewed: true,
      },
    ]);
  });

  it('is a change of hands when the resolver or the group is another one, none, or the first', () => {
    expect(between({ resolver: 'A', group: null }, { resolver: 'B', group: 'G' })).toEqual([
      { type: 'TagTicket', tagId: 'tag G' },
      { type: 'UnassignTicket', userId: 'user A' },
      { type: 'AssignTicket', userId: 'user B' },
    ]);
    expect(between({ resolver: 'A', group: 'G' }, { resolver: null, group: 'H' })).toEqual([
      { type: 'UntagTicket', tagId: 'tag G' },
      { type: 'TagTicket', tagId: 'tag H' },
      { type: 'UnassignTicket', userId: 'user A' },
    ]);
  });

  it('names only the fields that changed, so that what people changed since is left alone', () => {
    expect(between({ urgency: 1 }, { urgency: 3 })).toEqual([
      { type: 'ChangeTicket', urgency: 3, priority: row.priority, importance: row.importance },
    ]);
    expect(between({ subcategory: 'S 1' }, { subcategory: 'S 2' })).toEqual([
      { type: 'ChangeTicket', title: titleOf({ ...row, subcategory: 'S 2' }) },
    ]);
    expect(between({ location: 'L 1' }, { location: 'L 2' })).toEqual([
      { type: 'ChangeTicket', description: expect.stringContaining('**Location:** L 2') },
    ]);
  });
});

describe('the plan of an import', () => {
  it('sets everything up a minute before anything in the file happened', () => {
    const plan = planOf(incidents);
    const first = Math.min(
      ...incidents.flatMap(({ rows }) => rows.flatMap((r) => [r.openedAt ?? r.updatedAt, r.updatedAt])),
    );
    expect(Date.parse(plan.setUpAt)).toBe(first - 60_000);
  });

  it('has a column for New, Active, Resolved and Closed, and for each awaiting state that occurs', () => {
    const columnsOf = (states: readonly IncidentRow['state'][]) =>
      planOf(states.map((state) => ({ number: 'INC1', rows: [{ ...row, state }] }))).columns.map(
        ({ name }) => name,
      );
    expect(columnsOf(['Closed'])).toEqual(['New', 'Active', 'Resolved', 'Closed']);
    expect(columnsOf(['Awaiting Vendor', 'Awaiting User Info'])).toEqual([
      'New',
      'Active',
      'Awaiting User Info',
      'Awaiting Vendor',
      'Resolved',
      'Closed',
    ]);
  });

  it('makes a caller of two locations an employee of both, and resolvers staff', () => {
    const { people } = planOf([
      {
        number: 'INC1',
        rows: [{ ...row, caller: 'Caller 1', location: 'Location 1', resolver: 'Resolver 1' }],
      },
      { number: 'INC2', rows: [{ ...row, caller: 'Caller 1', location: 'Location 2', resolver: null }] },
    ]);
    expect(people).toContainEqual({
      username: 'caller-1',
      displayName: 'Caller 1',
      staff: false,
      resolves: false,
      companies: ['Location 1', 'Location 2'],
    });
    expect(people).toContainEqual(
      expect.objectContaining({ username: 'resolver-1', staff: true, resolves: true, companies: [] }),
    );
  });
});
