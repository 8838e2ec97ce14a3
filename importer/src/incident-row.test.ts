import { describe, expect, it } from 'vitest';
import { type Cells, readIncidentRow, readTime, usernameOf } from './incident-row.ts';

const cells: Cells = {
  number: 'INC0000045',
  incident_state: 'New',
  caller_id: 'Caller 2403',
  opened_at: '29-02-2016 01:16',
  sys_updated_by: 'Updated by 21',
  sys_updated_at: '29-02-2016 01:23',
  contact_type: 'Phone',
  location: 'Location 143',
  category: 'Category 55',
  subcategory: 'Subcategory 170',
  u_symptom: 'Symptom 72',
  cmdb_ci: '?',
  impact: '1 - High',
  urgency: '3 - Low',
  priority: '1 - Critical',
  assignment_group: 'Group 56',
  assigned_to: '?',
  knowledge: 'TRUE',
  u_priority_confirmation: 'FALSE',
  problem_id: 'Problem ID  2',
  rfc: '?',
  vendor: '?',
  caused_by: '?',
};
const read = (changed: Partial<Cells> = {}) => {
  const all = { ...cells, ...changed };
  return readIncidentRow(7, all, Object.values(all));
};
const reasons = (changed: Partial<Cells>) => {
  const result = read(changed);
  return 'reasons' in result ? result.reasons : [];
};

describe('a row of the incident log', () => {
  it('is read on our scales, in UTC, with what is unknown as null', () => {
    expect(read()).toMatchObject({
      row: {
        line: 7,
        number: 'INC0000045',
        state: 'New',
        caller: 'Caller 2403',
        openedAt: Date.UTC(2016, 1, 29, 1, 16),
        updatedAt: Date.UTC(2016, 1, 29, 1, 23),
        importance: 3,
        urgency: 1,
        priority: 4,
        resolver: null,
        configurationItem: null,
        problem: 'Problem ID 2',
        knowledge: true,
        priorityConfirmed: false,
      },
    });
  });

  it('has all its faults named at once', () => {
    expect(
      reasons({
        sys_updated_at: '30-02-2016 01:23',
        incident_state: '-100',
        impact: '4 - None',
        number: ' ',
      }),
    ).toEqual([
      'the incident number is missing',
      expect.stringContaining('incident_state is "-100"'),
      expect.stringContaining('sys_updated_at is "30-02-2016 01:23"'),
      expect.stringContaining('impact is "4 - None"'),
    ]);
  });

  it('is not taken for another when a level is named like a property of every object', () => {
    expect(reasons({ priority: 'constructor' })).toHaveLength(1);
  });

  it('needs a name of a person that can become a user name', () => {
    expect(reasons({ caller_id: '%' })).toEqual([expect.stringContaining('caller_id')]);
    expect(usernameOf('Caller 2403')).toBe('caller-2403');
  });

  it('has a key that its content gives and its line does not', () => {
    const keyOf = (line: number, content: readonly string[]) => {
      const result = readIncidentRow(line, cells, content);
      return 'row' in result ? result.row.key : undefined;
    };
    expect(keyOf(2, ['a', 'b'])).toBe(keyOf(9, ['a', 'b']));
    expect(keyOf(2, ['a', 'b'])).not.toBe(keyOf(2, ['ab', '']));
  });
});

describe('a time', () => {
  it('must be a day and a minute that exist', () => {
    expect(readTime('29-02-2016 23:59')).toBe(Date.UTC(2016, 1, 29, 23, 59));
    for (const wrong of [
      '29-02-2015 10:00',
      '31-04-2016 10:00',
      '01-13-2016 10:00',
      '01-01-2016 24:00',
      '01-01-2016 10:60',
      '1-1-2016 10:00',
      '2016-01-01 10:00',
      '?',
      '',
    ]) {
      expect(readTime(wrong), wrong).toBeUndefined();
    }
  });
});
