import type { TicketFilters } from '@ticketing/contracts/finding.ts';
import { mayInProject, type Viewer } from '@ticketing/domain/policy/policy.ts';
import {
  answeredFacts,
  type FactsAsked,
  ratedFacts,
  resolvedFacts,
} from '@ticketing/platform/reports/facts.ts';
import { targetsOf } from '@ticketing/platform/reports/targets.ts';
import { answerVerdicts, resolutionVerdicts } from '@ticketing/platform/reports/verdicts.ts';
import { allOf, always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';

/** Facts of the reports that tickets are asked for by: of each kind a row a fact, with its `ticket_id`. */
export type CountedFacts = readonly Sql[];

type Kind = 'resolved' | 'rated' | 'answered' | 'judged';
type Period = readonly [from: string | undefined, to: string | undefined];

const isAsked = (...filters: readonly unknown[]): boolean => filters.some((filter) => filter !== undefined);

/** What kinds of facts the filters speak of, each with its period. Who is credited, and nothing else, resolved it. */
function kindsIn(filters: TicketFilters): ReadonlyMap<Kind, Period> {
  const kinds = new Map<Kind, Period>();
  const { resolvedFrom, resolvedTo, resolverId, reopened } = filters;
  if (isAsked(resolvedFrom, resolvedTo, resolverId, reopened)) {
    kinds.set('resolved', [resolvedFrom, resolvedTo]);
  }
  const { ratedFrom, ratedTo, stars, answeredFrom, answeredTo } = filters;
  if (isAsked(ratedFrom, ratedTo, stars)) kinds.set('rated', [ratedFrom, ratedTo]);
  if (isAsked(answeredFrom, answeredTo)) kinds.set('answered', [answeredFrom, answeredTo]);
  const { judgedFrom, judgedTo, target, targetOf } = filters;
  if (isAsked(judgedFrom, judgedTo, target, targetOf)) kinds.set('judged', [judgedFrom, judgedTo]);
  if (kinds.size === 0 && filters.creditedId) kinds.set('resolved', [undefined, undefined]);
  return kinds;
}

/** Whether the filters ask for facts of the reports. */
export const asksForFacts = (filters: TicketFilters): boolean => kindsIn(filters).size > 0;

/** Earlier and later than anything that is told. */
const EARLIEST = new Date('1000-01-01T00:00:00.000Z');
const LATEST = new Date('9999-01-01T00:00:00.000Z');

/** The facts by which the reports count, so that a number of theirs and the list behind it agree. */
export async function countedFacts(
  { query, viewer }: Pick<Reading, 'query' | 'viewer'>,
  filters: TicketFilters,
): Promise<CountedFacts> {
  const me = (id: string) => (id === 'me' ? viewer.userId : id);
  const kinds = kindsIn(filters);
  if (kinds.size === 0) return [];
  const targets = kinds.has('judged') ? await targetsOf(query, filters.projectId ?? 'all') : [];
  const now = new Date();
  return [...kinds].map(([kind, [from, to]]) => {
    const resolvers = kind === 'resolved' ? filters.resolverId : undefined;
    const asked: FactsAsked = {
      from: from === undefined ? EARLIEST : new Date(from),
      to: to === undefined ? LATEST : new Date(to),
      now,
      targets,
      counted: (table, people) =>
        allOf([
          ofProjects(filters, table),
          ...ofCompanies(filters, table),
          ...(kind === 'judged' ? [knowsTargets(viewer, table)] : []),
          ...[resolvers, filters.creditedId].flatMap((ids) =>
            ids === undefined ? [] : [sql`${people} && ${ids.map(me)}::uuid[]`],
          ),
        ]),
    };
    return factsOfKind(kind, asked, filters);
  });
}

/** Named even when all are meant: the facts' indexes begin with the project. */
const ofProjects = ({ projectId }: TicketFilters, table: Sql): Sql =>
  projectId
    ? sql`${table}.project_id = any(${projectId}::uuid[])`
    : sql`${table}.project_id = any(array(select id from read_model.report_projects))`;

/** Service targets are told to those who get figures of the project or of the company, and to no client. */
function knowsTargets(viewer: Viewer, table: Sql): Sql {
  if (viewer.superuser) return always;
  const told = [...viewer.roles.keys()].filter((id) =>
    mayInProject(viewer, 'reports.own', { id, companyIds: [] }),
  );
  return anyOf([
    sql`${table}.project_id = any(${told}::uuid[])`,
    sql`${table}.company_id = any(${[...viewer.adminOfCompanyIds]}::uuid[])`,
  ]);
}

function ofCompanies({ companyId }: TicketFilters, table: Sql): Sql[] {
  if (!companyId) return [];
  const ids = companyId.filter((id) => id !== 'none');
  const any = [sql`${table}.company_id = any(${ids}::uuid[])`];
  if (companyId.includes('none')) any.push(sql`${table}.company_id is null`);
  return [anyOf(any)];
}

function factsOfKind(kind: Kind, asked: FactsAsked, filters: TicketFilters): Sql {
  switch (kind) {
    case 'resolved':
      return filters.reopened === undefined
        ? resolvedFacts(asked)
        : sql`select * from (${resolvedFacts(asked)}) as resolved where good = ${!filters.reopened}`;
    case 'rated':
      return filters.stars === undefined
        ? ratedFacts(asked)
        : sql`select * from (${ratedFacts(asked)}) as rated where ms = any(${filters.stars}::float8[])`;
    case 'answered':
      return answeredFacts(asked);
    case 'judged': {
      const { target, targetOf = ['answer', 'resolution'] } = filters;
      const parts = [];
      if (targetOf.includes('answer')) parts.push(answerVerdicts(asked));
      if (targetOf.includes('resolution')) parts.push(resolutionVerdicts(asked));
      const [one, other] = parts;
      const verdicts = one && other ? sql`${one} union all ${other}` : (one ?? other ?? sql``);
      if (target === undefined) return verdicts;
      return sql`select * from (${verdicts}) as judged
        where good = any(${target.map((each) => each === 'kept')}::boolean[])`;
    }
    default:
      return kind satisfies never;
  }
}
