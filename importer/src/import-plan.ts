import type { NewColumn } from '@ticketing/domain/project/decide.ts';
import type { Incident } from './incident-file.ts';
import { type IncidentState, incidentStates, usernameOf } from './incident-row.ts';

/** Somebody whom the file names. */
export type Person = {
  readonly username: string;
  readonly displayName: string;
  /** Whoever works on incidents is staff; callers are employees of the companies that they call from. */
  readonly staff: boolean;
  /** Incidents are assigned to this person. */
  readonly resolves: boolean;
  /** Names of the companies that this person belongs to, the first one of the file first. */
  readonly companies: readonly string[];
};

/** What the project must have before the first incident can be opened in it. */
export type ImportPlan = {
  /** Business time of everything that is set up: a minute before anything in the file happened. ISO 8601. */
  readonly setUpAt: string;
  readonly columns: readonly (NewColumn & { readonly name: IncidentState })[];
  readonly tags: readonly string[];
  readonly companies: readonly string[];
  readonly people: readonly Person[];
  readonly incidents: readonly Incident[];
};

const MINUTE = 60_000;

const columnKinds: Readonly<Record<IncidentState, Omit<NewColumn, 'name'>>> = {
  New: { colour: '#6B6F76', category: 'todo' },
  Active: { colour: '#2563EB', category: 'in_progress' },
  'Awaiting User Info': { colour: '#B45309', category: 'in_progress' },
  'Awaiting Problem': { colour: '#B45309', category: 'in_progress' },
  'Awaiting Vendor': { colour: '#B45309', category: 'in_progress' },
  'Awaiting Evidence': { colour: '#B45309', category: 'in_progress' },
  Resolved: { colour: '#0F766E', category: 'done' },
  Closed: { colour: '#0F766E', category: 'done' },
};

/** Derives from incidents what they need; the same incidents always give the same plan. */
export function planOf(incidents: readonly Incident[]): ImportPlan {
  const rows = incidents.flatMap((incident) => incident.rows);
  const times = rows.flatMap(({ openedAt, updatedAt }) => [openedAt ?? updatedAt, updatedAt]);
  const earliest = times.reduce((least, time) => Math.min(least, time), times[0] ?? 0);
  const occurring = new Set(rows.map(({ state }) => state));
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].sort(byNumber);
  const people = new Map<string, Person>();
  const meet = (name: string | null, as: { staff: boolean; resolves: boolean; company: string | null }) => {
    if (name === null) return;
    const username = usernameOf(name);
    const known = people.get(username);
    const companies = known?.companies ?? [];
    people.set(username, {
      username,
      displayName: known?.displayName ?? name,
      staff: as.staff || (known?.staff ?? false),
      resolves: as.resolves || (known?.resolves ?? false),
      companies:
        as.company === null || companies.includes(as.company) ? companies : [...companies, as.company],
    });
  };
  for (const row of rows) {
    meet(row.caller, { staff: false, resolves: false, company: row.location });
    meet(row.resolver, { staff: true, resolves: true, company: null });
    meet(row.updatedBy, { staff: true, resolves: false, company: null });
  }
  return {
    setUpAt: new Date(earliest - MINUTE).toISOString(),
    columns: incidentStates
      .filter((name) => !name.startsWith('Awaiting') || occurring.has(name))
      .map((name) => ({ name, ...columnKinds[name] })),
    tags: distinct(rows.map(({ group }) => group)),
    companies: distinct(rows.map(({ location }) => location)),
    people: [...people.values()],
    incidents,
  };
}

/** `Group 9` before `Group 10`. */
const byNumber = (a: string, b: string): number =>
  Number(/\d+/.exec(a)?.[0] ?? 0) - Number(/\d+/.exec(b)?.[0] ?? 0) || (a < b ? -1 : a > b ? 1 : 0);
