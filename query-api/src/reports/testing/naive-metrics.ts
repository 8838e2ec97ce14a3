import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { MetricValues } from '@ticketing/contracts/report-views.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { ServiceTargets } from '@ticketing/platform/reports/targets.ts';

type Facts = {
  readonly events: readonly RecordedEvent[];
  readonly done: ReadonlySet<string>;
  readonly staff: ReadonlySet<string>;
  readonly targets: ServiceTargets;
  readonly now: number;
};
type Filter = {
  readonly from: number;
  readonly to: number;
  readonly userId?: string;
  readonly companyId?: string | null;
};

/** The metrics as docs/reports.md defines them, ticket by ticket and event by event, without a database. */
export function naiveMetrics({ events, done, staff, targets, now }: Facts, filter: Filter): MetricValues {
  const byTicket = Map.groupBy(events, ({ stream }) => streamSubject(stream));
  const during = (at: number) => at >= filter.from && at < filter.to;
  const theirs = (people: readonly string[]) => !filter.userId || people.includes(filter.userId);
  let [created, reopened, kept, verdicts] = [0, 0, 0, 0];
  const [resolved, answered, stars]: [number[], number[], number[]] = [[], [], []];

  for (const [, own] of byTicket) {
    const [opening] = own;
    if (opening?.type !== 'TicketOpened') throw new Error('a ticket begins with its opening');
    const { reporterId, companyId } = opening.data;
    if (filter.companyId !== undefined && filter.companyId !== companyId) continue;
    const openedAt = Date.parse(opening.metadata.at);
    let priority: number = opening.data.priority;
    let assignees: string[] = [];
    let archivedAt: number | undefined;
    let isDone = false;
    let answer: { at: number; by: string; priority: number } | undefined;
    const times: { at: number; people: string[]; priority: number; undone: boolean }[] = [];
    for (const { type, data, metadata } of own) {
      const at = Date.parse(metadata.at);
      if (type === 'TicketPrioritised') priority = data.priority;
      if (type === 'TicketAssigned') assignees = [...assignees, data.userId];
      if (type === 'TicketUnassigned') assignees = assignees.filter((id) => id !== data.userId);
      if (type === 'TicketArchived') archivedAt = at;
      if (type === 'TicketRestored') archivedAt = undefined;
      const publicWords =
        type === 'MessagePosted' || (type === 'CommentPosted' && data.visibility === 'public');
      if (publicWords && !answer && staff.has(metadata.actorId) && metadata.actorId !== reporterId) {
        answer = { at, by: metadata.actorId, priority };
      }
      if (type === 'TicketMoved' || type === 'TicketRestored') {
        const nowDone = done.has(data.columnId);
        if (nowDone && !isDone) times.push({ at, people: [...new Set(assignees)], priority, undone: false });
        const last = times.at(-1);
        if (!nowDone && isDone && last) last.undone = true;
        isDone = nowDone;
      }
      if (type === 'ResolutionAccepted' && during(at)) {
        if (theirs(times.at(-1)?.people ?? assignees)) stars.push(data.stars);
      }
    }
    if (during(openedAt) && theirs([reporterId])) created++;
    for (const time of times) {
      if (!during(time.at) || !theirs(time.people)) continue;
      resolved.push(time.at - openedAt);
      if (time.undone) reopened++;
    }
    if (answer && during(answer.at) && theirs([answer.by])) answered.push(answer.at - openedAt);

    const [first] = times;
    const resolvers = first?.people ?? assignees;
    const judge = (hours: number | null, keptAt: number | undefined, people: readonly string[]) => {
      if (hours === null || !theirs(people)) return;
      const due = openedAt + hours * 3_600_000;
      if (keptAt !== undefined && keptAt <= due) {
        if (!during(keptAt)) return;
        verdicts++;
        kept++;
      } else if (due < now && during(due)) {
        const stopped = keptAt === undefined && archivedAt !== undefined && archivedAt <= due;
        if (!stopped) verdicts++;
      }
    };
    const byWords = answer !== undefined && (first === undefined || answer.at <= first.at);
    judge(
      targets.firstResponseHours[(answer?.priority ?? priority) as 1 | 2 | 3 | 4],
      byWords ? answer?.at : first?.at,
      byWords && answer ? [answer.by] : resolvers,
    );
    judge(targets.resolutionHours[(first?.priority ?? priority) as 1 | 2 | 3 | 4], first?.at, resolvers);
  }

  const mean = (values: readonly number[], unit: number) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / (values.length * unit);
  return {
    tickets_created: created,
    tickets_resolved: resolved.length,
    average_resolution_hours: mean(resolved, 3_600_000),
    average_rating: mean(stars, 1),
    average_first_response_hours: mean(answered, 3_600_000),
    sla_compliance: verdicts === 0 ? null : (kept * 100) / verdicts,
    reopen_rate: resolved.length === 0 ? null : (reopened * 100) / resolved.length,
    ratings: stars.length,
    first_responses: answered.length,
    sla_verdicts: verdicts,
    reopened,
  };
}
