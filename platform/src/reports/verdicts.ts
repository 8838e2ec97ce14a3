import { anyOf, type Sql, sql } from '../sql.ts';
import type { FactsAsked } from './facts.ts';
import type { ServiceTargets } from './targets.ts';

const MILLISECONDS_AN_HOUR = 3_600_000;
/** More than two ways to round can differ by. */
const A_SECOND = 1_000;

const resolvers = sql`case when t.first_resolved_at is null then t.assignee_ids else t.first_resolver_ids end`;
// Resolving a ticket answers it; least() leaves out what is null.
const answeredAt = sql`least(t.first_response_at, t.first_resolved_at)`;
const answerer = sql`case when t.first_response_at <= coalesce(t.first_resolved_at, t.first_response_at)
  then array[t.first_responder_id] else ${resolvers} end`;

/** Verdicts on first answers, as facts. */
export const answerVerdicts = (asked: FactsAsked): Sql =>
  judged(asked, {
    kind: 'firstResponseHours',
    fact: 'answer verdict',
    priority: sql`t.response_priority`,
    keptAt: answeredAt,
    keptTimes: [sql`t.first_response_at`, sql`t.first_resolved_at`],
    who: answerer,
  });

/** Verdicts on resolutions, as facts. */
export const resolutionVerdicts = (asked: FactsAsked): Sql =>
  judged(asked, {
    kind: 'resolutionHours',
    fact: 'resolution verdict',
    priority: sql`t.resolution_priority`,
    keptAt: sql`t.first_resolved_at`,
    keptTimes: [sql`t.first_resolved_at`],
    who: resolvers,
  });

type Promised = {
  readonly kind: keyof ServiceTargets;
  readonly fact: string;
  /** The priority that the target is of. */
  readonly priority: Sql;
  readonly keptAt: Sql;
  /** The indexed times of which `keptAt` is one. */
  readonly keptTimes: readonly Sql[];
  readonly who: Sql;
};

const noFacts = sql`
  select null::uuid as ticket_id, null::uuid as project_id, null::uuid as company_id, null::uuid[] as people,
    null::timestamptz as at, null as fact, null::float8 as ms, null::boolean as good
  where false`;

/**
 * A promise is kept when the answer comes within the target, and broken at the instant when the target's time is over
 * without it. So a verdict has an instant of its own and, while the targets stay, does not change any more. A ticket
 * that is archived without an answer is judged up to then.
 */
function judged(asked: FactsAsked, { kind, fact, priority, keptAt, keptTimes, who }: Promised): Sql {
  const { targets, from, to, now, counted } = asked;
  const rows = targets.filter((target) => target.kind === kind);
  if (rows.length === 0) return noFacts;
  const allowed = sql`make_interval(secs => g.hours * 3600)`;
  const end = new Date(Math.min(to.getTime(), now.getTime()));
  // The same bounds for all targets at once, so that what was opened long before is not read at all.
  const hours = rows.map((target) => target.hours);
  const openedFrom = new Date(from.getTime() - Math.max(...hours) * MILLISECONDS_AN_HOUR - A_SECOND);
  const openedTo = new Date(end.getTime() - Math.min(...hours) * MILLISECONDS_AN_HOUR + A_SECOND);
  const promised = sql`unnest(${rows.map(({ projectId }) => projectId)}::uuid[],
    ${rows.map(({ priority: level }) => level)}::smallint[],
    ${hours}::float8[]) as g (project_id, priority, hours)`;
  const keptDuring = anyOf(
    keptTimes.map((time) => sql`(${time} >= ${from}::timestamptz and ${time} < ${to}::timestamptz)`),
  );
  return sql`
    select t.id as ticket_id, t.project_id, t.company_id, ${who} as people, ${keptAt} as at, ${fact} as fact,
      null::float8 as ms, true as good
    from ${promised} join read_model.report_tickets t
      on t.project_id = g.project_id and ${priority} = g.priority
    where ${keptDuring} and ${keptAt} >= ${from}::timestamptz and ${keptAt} < ${to}::timestamptz
      and ${keptAt} <= t.opened_at + ${allowed} and ${counted(sql`t`, who)}
    union all
    select t.id, t.project_id, t.company_id, ${who}, t.opened_at + ${allowed}, ${fact}, null::float8, false
    from ${promised} join read_model.report_tickets t
      on t.project_id = g.project_id and ${priority} = g.priority
    where t.opened_at >= ${openedFrom}::timestamptz and t.opened_at < ${openedTo}::timestamptz
      and t.opened_at >= ${from}::timestamptz - ${allowed} and t.opened_at < ${end}::timestamptz - ${allowed}
      and t.opened_at + ${allowed} >= ${from}::timestamptz and t.opened_at + ${allowed} < ${end}::timestamptz
      and (${keptAt} is null or ${keptAt} > t.opened_at + ${allowed})
      and (t.archived_at is null or t.archived_at > t.opened_at + ${allowed} or ${keptAt} is not null)
      and ${counted(sql`t`, who)}`;
}
