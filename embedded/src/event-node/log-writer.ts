import type { WriteOutcome, WriteRequest } from './append-request.ts';
import type { EventLog } from './event-log.ts';
import { findEventIds, insertEvents, type Queryable } from './event-table.ts';
import type { KnownNames } from './known-names.ts';
import type { StreamHeads } from './stream-heads.ts';
import { type Plan, WritePlanner } from './write-planner.ts';
import type { LogLine, WriterSession } from './writer-session.ts';

/** A write on its way. */
export type PendingWrite = {
  readonly request: WriteRequest;
  /** Milliseconds since the epoch; afterwards the answer is `timeout`, written or not. */
  readonly deadline: number;
  /** Called exactly once. */
  readonly answer: (outcome: WriteOutcome) => void;
};

type Entry = PendingWrite & { answered: boolean };

/** A plan with the writes that it answers, in the order of its outcomes. */
type GroupPlan = Plan & { readonly entries: readonly Entry[] };

/** So many events at most go into one transaction, unless one request alone has more. */
const MAXIMUM_GROUP = 4_000;
const DEADLINE_CHECK_MILLISECONDS = 25;

/**
 * The only writer of the log: decides and commits, group after group.
 *
 * Whatever arrives while a transaction runs goes into the next one together. Decisions are taken one after another
 * on the heads as the group leaves them; nothing of a group enters the node's memory before its commit, so a
 * failed transaction leaves nothing to put back.
 */
export class LogWriter {
  readonly #session: WriterSession;
  readonly #readers: Queryable;
  readonly #planner: WritePlanner;
  readonly #log: EventLog;
  readonly #heads: StreamHeads;
  readonly #names: KnownNames;
  readonly #logLine: LogLine;
  #waiting: Entry[] = [];
  #group: Entry[] = [];
  #running: Promise<void> | undefined;
  #stopping = false;
  #deadlines: NodeJS.Timeout | undefined;

  /** @param deps `readers` are the sessions that fill `names` again when the log had to be read anew */
  constructor(deps: {
    session: WriterSession;
    readers: Queryable;
    log: EventLog;
    heads: StreamHeads;
    names: KnownNames;
    logLine: LogLine;
  }) {
    this.#session = deps.session;
    this.#readers = deps.readers;
    this.#log = deps.log;
    this.#heads = deps.heads;
    this.#names = deps.names;
    this.#logLine = deps.logLine;
    this.#planner = new WritePlanner(() => deps.session.client, deps.log, deps.heads, deps.names);
    deps.session.onLost(() => this.#wake());
  }

  submit(write: PendingWrite): void {
    if (this.#stopping) {
      write.answer({ kind: 'stopping' });
      return;
    }
    if (write.deadline <= Date.now()) {
      write.answer({ kind: 'timeout' });
      return;
    }
    this.#waiting.push({ ...write, answered: false });
    this.#deadlines ??= setInterval(() => this.#answerExpired(), DEADLINE_CHECK_MILLISECONDS).unref();
    this.#wake();
  }

  #wake(): void {
    this.#running ??= this.#run();
  }

  /** Takes nothing new, finishes what is under way within `milliseconds` and answers the rest. */
  async close(milliseconds: number): Promise<void> {
    this.#stopping = true;
    if (this.#group.length + this.#waiting.length > 0) {
      const timer = setTimeout(() => this.#answerAll({ kind: 'stopping' }), milliseconds);
      await Promise.race([
        this.#running ?? Promise.resolve(),
        new Promise((resolve) => setTimeout(resolve, milliseconds + 100).unref()),
      ]);
      clearTimeout(timer);
    }
    clearInterval(this.#deadlines);
    this.#answerAll({ kind: 'stopping' });
  }

  async #run(): Promise<void> {
    // What arrives in the same turn of the event loop belongs into the same transaction.
    await new Promise<void>((resolve) => setImmediate(resolve));
    // A connection lost at rest is taken up again at once, and the lock with it.
    if (this.#session.isLost) await this.#commit([]);
    while (this.#waiting.length > 0) {
      this.#group = this.#takeGroup();
      await this.#commit(this.#group);
      this.#group = [];
    }
    clearInterval(this.#deadlines);
    this.#deadlines = undefined;
    this.#running = undefined;
  }

  #takeGroup(): Entry[] {
    let events = 0;
    let count = 0;
    for (const entry of this.#waiting) {
      events += entry.request.events.length + 1;
      if (count > 0 && events > MAXIMUM_GROUP) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: Entry[]): Promise<void> {
    // Set while it is not known whether its insert was committed.
    let doubtful: GroupPlan | undefined;
    for (;;) {
      try {
        if (this.#session.isLost) {
          const last = await this.#session.reconnect();
          if (last === undefined) return;
          if (doubtful !== undefined && (await this.#isCommitted(doubtful, last))) {
            this.#finish(doubtful);
            return;
          }
          doubtful = undefined;
          if (last !== this.#log.head) this.#startOver(last);
        }
        const entries = group.filter((entry) => !entry.answered);
        const plan = { ...(await this.#planner.plan(entries.map((entry) => entry.request))), entries };
        if (plan.events.length > 0) {
          doubtful = plan;
          await insertEvents(this.#session.client, plan.events);
        }
        this.#finish(plan);
        return;
      } catch (error) {
        if (!this.#session.endedBy(error)) {
          await this.#failed(group, error);
          return;
        }
      }
    }
  }

  /** After a definite refusal by PostgreSQL: the others of the group need not suffer for one request. */
  async #failed(group: Entry[], error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    if (isUniqueViolation(error)) {
      this.#logLine(`somebody else wrote to event_store.events: ${reason}`);
      const last = await this.#session.reconnect();
      if (last !== undefined) this.#startOver(last);
    }
    if (group.length > 1) {
      for (const entry of group) await this.#commit([entry]);
      return;
    }
    this.#logLine(`an append failed: ${reason}`);
    for (const entry of group) this.#answer(entry, { kind: 'failed', reason });
  }

  async #isCommitted(plan: Plan, last: number): Promise<boolean> {
    const end = plan.events.at(-1);
    if (end === undefined || last !== end.position) return false;
    const places = await findEventIds(this.#session.client, [end.id]);
    return places.some((place) => place.position === end.position && place.stream === end.stream);
  }

  #startOver(last: number): void {
    this.#heads.clear();
    this.#names.restart();
    this.#names.fill(this.#readers, last).catch(() => undefined);
    this.#log.restart(last);
  }

  #finish(plan: GroupPlan): void {
    this.#heads.committed(plan.events, plan.changed);
    this.#log.publish(plan.events);
    for (const [index, entry] of plan.entries.entries()) {
      const outcome = plan.outcomes[index];
      if (outcome !== undefined) this.#answer(entry, outcome);
    }
  }

  #answer(entry: Entry, outcome: WriteOutcome): void {
    if (entry.answered) return;
    entry.answered = true;
    try {
      entry.answer(outcome);
    } catch (error) {
      this.#logLine(`an append could not be answered: ${String(error)}`);
    }
  }

  #answerAll(outcome: WriteOutcome): void {
    for (const entry of this.#group) this.#answer(entry, outcome);
    for (const entry of this.#waiting.splice(0)) this.#answer(entry, outcome);
  }

  #answerExpired(): void {
    const now = Date.now();
    for (const entry of this.#group) if (entry.deadline <= now) this.#answer(entry, { kind: 'timeout' });
    if (!this.#waiting.some((entry) => entry.deadline <= now)) return;
    for (const entry of this.#waiting) if (entry.deadline <= now) this.#answer(entry, { kind: 'timeout' });
    this.#waiting = this.#waiting.filter((entry) => !entry.answered);
  }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
