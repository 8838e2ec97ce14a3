import { allOf, anyOf, type Sql, sql } from '../reading/sql.ts';
import type { Targets } from './targets.ts';

/** Whose facts are asked for, of when. */
export type Asked = {
  readonly from: Date;
  /** The first instant that is not part of it. */
  readonly to: Date;
  /** What has not happened by now is no breach. */
  readonly now: Date;
  /** Projects of which everything counts. */
  readonly wholeProjectIds: readonly string[];
  /** Projects of which only what this person is credited with counts. */
  readonly ownProjectIds: readonly string[];
  readonly viewerId: string;
  readonly companyId?: string | undefined;
  readonly userId?: string | undefined;
  readonly targets: Targets;
};

const MILLISECONDS_AN_HOUR = 3_600_000;
/** More than two ways to round can differ by. */
const A_SECOND = 1_000;

/**
 * One row a fact: `project_id, company_id, people (who is credited), at, fact, ms, good`. Each part runs on the index of
 * its own time, so that a period costs what happened in it.
 */
export function factsOf(asked: Asked): Sql {
  const { from, to } = asked;
  const during = (time: Sql): Sql => sql`${time} >= ${from}::timestamptz and ${time} < ${to}::timestamptz`;
  return sql`
    select t.project_id, t.company_id, array[t.reporter_id] as people, t.opened_at as at,
      'created' as fact, null::float8 as ms, null::boolean as good
    from read_model.report_tickets t
    where ${during(sql`t.opened_at`)} and ${counted(asked, sql`t`, sql`array[t.reporter_id]`)}
    union all
    select r.project_id, r.company_id, r.assignee_ids, r.resolved_at,
      'resolved', ${milliseconds(sql`r.opened_at`, sql`r.resolved_at`)}, r.reopened_at is null
    from read_model.report_resolutions r
    where ${during(sql`r.resolved_at`)} and ${counted(asked, sql`r`, sql`r.assignee_ids`)}
    union all
    select t.project_id, t.company_id, array[t.first_responder_id], t.first_response_at,
      'answered', ${milliseconds(sql`t.opened_at`, sql`t.first_response_at`)}, null
    from read_model.report_tickets t
    where ${during(sql`t.first_response_at`)} and ${counted(asked, sql`t`, sql`array[t.first_responder_id]`)}
    union all
    select a.project_id, a.company_id, a.assignee_ids, a.rated_at, 'rated', a.stars::float8, null
    from read_model.report_ratings a
    where ${during(sql`a.rated_at`)} and ${counted(asked, sql`a`, sql`a.assignee_ids`)}
    ${verdicts(asked)}`;
}

/** Whole milliseconds, so that sums are exact; never less than none, whatever times an import told. */
const milliseconds = (from: Sql, to: Sql): Sql =>
  sql`greatest(0, round(extract(epoch from ${to} - ${from}) * 1000))::float8`;

function counted(asked: Asked, table: Sql, people: Sql): Sql {
  const { wholeProjectIds, ownProjectIds, viewerId, companyId, userId } = asked;
  const projects: Sql[] = [];
  if (wholeProjectIds.length > 0) projects.push(sql`${table}.project_id = any(${wholeProjectIds}::uuid[])`);
  if (ownProjectIds.length > 0) {
    projects.push(
      sql`(${table}.project_id = any(${ownProjectIds}::uuid[]) and ${people} @> array[${viewerId}::uuid])`,
    );
  }
  const conditions = [anyOf(projects)];
  if (companyId) conditions.push(sql`${table}.company_id = ${companyId}::uuid`);
  if (userId) conditions.push(sql`${people} @> array[${userId}::uuid]`);
  return allOf(conditions);
}

/**
 * A promise is kept when the answer comes within the target, and broken at the instant when the target's time is over
 * without it. So a verdict has an instant of its own and, while the targets stay, does not change any more. A ticket
 * that is archived without an answer is judged up to then.
 */
function verdicts(asked: Asked): Sql {
  const { targets, from, to, now } = asked;
  const judged = (
    kind: 'firstResponseHours' | 'resolutionHours',
    fact: string,
    keptAt: Sql,
    who: Sql,
  ): Sql => {
    const rows = targets.filter((target) => target.kind === kind);
    if (rows.length === 0) return sql``;
    const priority = kind === 'resolutionHours' ? sql`t.resolution_priority` : sql`t.response_priority`;
    const allowed = sql`make_interval(secs => g.hours * 3600)`;
    const end = new Date(Math.min(to.getTime(), now.getTime()));
    // The same bounds for all targets at once, so that what was opened long before is not read at all.
    const hours = rows.map((target) => target.hours);
    const openedFrom = new Date(from.getTime() - Math.max(...hours) * MILLISECONDS_AN_HOUR - A_SECOND);
    const openedTo = new Date(end.getTime() - Math.min(...hours) * MILLISECONDS_AN_HOUR + A_SECOND);
    const promised = sql`unnest(${rows.map(({ projectId }) => projectId)}::uuid[],
      ${rows.map(({ priority: level }) => level)}::smallint[],
      ${hours}::float8[]) as g (project_id, priority, hours)`;
    const keptTimes =
      kind === 'resolutionHours'
        ? [sql`t.first_resolved_at`]
        : [sql`t.first_response_at`, sql`t.first_resolved_at`];
    const keptDuring = anyOf(
      keptTimes.map((time) => sql`(${time} >= ${from}::timestamptz and ${time} < ${to}::timestamptz)`),
    );
    return sql`
    union all
    select t.project_id, t.company_id, ${who}, ${keptAt}, ${fact}, null, true
    from ${promised} join read_model.report_tickets t
      on t.project_id = g.project_id and ${priority} = g.priority
    where ${keptDuring} and ${keptAt} >= ${from}::timestamptz and ${keptAt} < ${to}::timestamptz
      and ${keptAt} <= t.opened_at + ${allowed} and ${counted(asked, sql`t`, who)}
    union all
    select t.project_id, t.company_id, ${who}, t.opened_at + ${allowed}, ${fact}, null, false
    from ${promised} join read_model.report_tickets t
      on t.project_id = g.project_id and ${priority} = g.priority
    where t.opened_at >= ${openedFrom}::timestamptz and t.opened_at < ${openedTo}::timestamptz
      and t.opened_at >= ${from}::timestamptz - ${allowed} and t.opened_at < ${end}::timestamptz - ${allowed}
      and t.opened_at + ${allowed} >= ${from}::timestamptz and t.opened_at + ${allowed} < ${end}::timestamptz
      and (${keptAt} is null or ${keptAt} > t.opened_at + ${allowed})
      and (t.archived_at is null or t.archived_at > t.opened_at + ${allowed} or ${keptAt} is not null)
      and ${counted(asked, sql`t`, who)}`;
  };
  const resolvers = sql`case when t.first_resolved_at is null then t.assignee_ids else t.first_resolver_ids end`;
  // Resolving a ticket answers it; least() leaves out what is null.
  const answeredAt = sql`least(t.first_response_at, t.first_resolved_at)`;
  const answerer = sql`case when t.first_response_at <= coalesce(t.first_resolved_at, t.first_response_at)
    then array[t.first_responder_id] else ${resolvers} end`;
  return sql`${judged('firstResponseHours', 'answer verdict', answeredAt, answerer)}
    ${judged('resolutionHours', 'resolution verdict', sql`t.first_resolved_at`, resolvers)}`;
}
