import { allOf, anyOf, type Sql, sql } from '../sql.ts';
import type { Targets } from './targets.ts';
import { answerVerdicts, resolutionVerdicts } from './verdicts.ts';

/** Which facts are asked for: of when, and of whom. */
export type FactsAsked = {
  readonly from: Date;
  /** The first instant that is not part of it. */
  readonly to: Date;
  /** What has not happened by now is no breach. */
  readonly now: Date;
  readonly targets: Targets;
  /**
   * Which of a table's rows count.
   * @param table alias of a table with `project_id` and `company_id`
   * @param people whom a row is credited to, `uuid[]`
   */
  readonly counted: (table: Sql, people: Sql) => Sql;
};

/** What a person is told of, of when. */
export type Asked = Omit<FactsAsked, 'counted'> & {
  /** Projects of which everything counts. */
  readonly wholeProjectIds: readonly string[];
  /** Projects of which only what this person is credited with counts. */
  readonly ownProjectIds: readonly string[];
  /** Who asks; named where `ownProjectIds` has any. */
  readonly viewerId?: string | undefined;
  readonly companyId?: string | undefined;
  readonly userId?: string | undefined;
};

const during = ({ from, to }: FactsAsked, time: Sql): Sql =>
  sql`${time} >= ${from}::timestamptz and ${time} < ${to}::timestamptz`;

/** Each time that a ticket was resolved; good unless it was reopened later. */
export const resolvedFacts = (asked: FactsAsked): Sql => sql`
  select r.ticket_id, r.project_id, r.company_id, r.assignee_ids as people, r.resolved_at as at,
    'resolved' as fact, ${milliseconds(sql`r.opened_at`, sql`r.resolved_at`)} as ms, r.reopened_at is null as good
  from read_model.report_resolutions r
  where ${during(asked, sql`r.resolved_at`)} and ${asked.counted(sql`r`, sql`r.assignee_ids`)}`;

/** First answers of staff. */
export const answeredFacts = (asked: FactsAsked): Sql => sql`
  select t.id as ticket_id, t.project_id, t.company_id, array[t.first_responder_id] as people,
    t.first_response_at as at, 'answered' as fact,
    ${milliseconds(sql`t.opened_at`, sql`t.first_response_at`)} as ms, null::boolean as good
  from read_model.report_tickets t
  where ${during(asked, sql`t.first_response_at`)}
    and ${asked.counted(sql`t`, sql`array[t.first_responder_id]`)}`;

/** Stars that were given; `ms` is how many. */
export const ratedFacts = (asked: FactsAsked): Sql => sql`
  select a.ticket_id, a.project_id, a.company_id, a.assignee_ids as people, a.rated_at as at,
    'rated' as fact, a.stars::float8 as ms, null::boolean as good
  from read_model.report_ratings a
  where ${during(asked, sql`a.rated_at`)} and ${asked.counted(sql`a`, sql`a.assignee_ids`)}`;

/**
 * One row a fact: `ticket_id, project_id, company_id, people (who is credited), at, fact, ms, good`. Each part runs on the
 * index of its own time, so that a period costs what happened in it.
 */
export function factsOf(asked: Asked): Sql {
  const facts: FactsAsked = { ...asked, counted: (table, people) => toldTo(asked, table, people) };
  return sql`
    select t.id as ticket_id, t.project_id, t.company_id, array[t.reporter_id] as people, t.opened_at as at,
      'created' as fact, null::float8 as ms, null::boolean as good
    from read_model.report_tickets t
    where ${during(facts, sql`t.opened_at`)} and ${facts.counted(sql`t`, sql`array[t.reporter_id]`)}
    union all ${resolvedFacts(facts)}
    union all ${answeredFacts(facts)}
    union all ${ratedFacts(facts)}
    union all ${answerVerdicts(facts)}
    union all ${resolutionVerdicts(facts)}`;
}

/** Whole milliseconds, so that sums are exact; never less than none, whatever times an import told. */
const milliseconds = (from: Sql, to: Sql): Sql =>
  sql`greatest(0, round(extract(epoch from ${to} - ${from}) * 1000))::float8`;

function toldTo(asked: Asked, table: Sql, people: Sql): Sql {
  const { wholeProjectIds, ownProjectIds, viewerId, companyId, userId } = asked;
  const projects: Sql[] = [];
  if (wholeProjectIds.length > 0) projects.push(sql`${table}.project_id = any(${wholeProjectIds}::uuid[])`);
  if (ownProjectIds.length > 0) {
    projects.push(
      sql`(${table}.project_id = any(${ownProjectIds}::uuid[]) and ${people} @> array[${viewerId ?? null}::uuid])`,
    );
  }
  const conditions = [anyOf(projects)];
  if (companyId) conditions.push(sql`${table}.company_id = ${companyId}::uuid`);
  if (userId) conditions.push(sql`${people} @> array[${userId}::uuid]`);
  return allOf(conditions);
}
