import { appendFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { EVENTS_TOPIC } from '@ticketing/contracts/kafka.ts';
import { connectEventStore, type EventStore } from '@ticketing/platform/event-store.ts';
import { logOf } from '../crash.ts';
import { randomNumbers } from '../random-numbers.ts';
import { carryOutFaults } from './carry-out-faults.ts';
import { type Cluster, type ClusterSize, startCluster } from './cluster.ts';
import { type Fault, faultWords, planFaults } from './fault-plan.ts';
import { brokenLog, brokenPromises } from './judge-commands.ts';
import { crashes } from './judge-crashes.ts';
import { readTopic, wrongOnKafka } from './judge-kafka.ts';
import { differingRows } from './judge-read-models.ts';
import { differingSources } from './judge-sources.ts';
import { differingViews } from './judge-views.ts';
import { startLoad } from './load.ts';
import { foundField, foundSuperuser } from './people.ts';
import { waitUntilQuiet } from './quiet.ts';
import { type Figures, figuresOf } from './summary.ts';
import { startViewers, type Viewer } from './viewers.ts';
import { untilNothingMissing } from './waiting.ts';

export type ChaosOptions = {
  readonly seed: number;
  readonly seconds: number;
  /** Commands a second. */
  readonly rate: number;
  readonly size: ClusterSize;
  /** Instead of the plan that the seed makes. */
  readonly plan?: readonly Fault[];
  /** Hears each line of the run's diary. */
  readonly print: (line: string) => void;
  /** Ends the run early; everything is stopped and nothing is judged. */
  readonly signal: AbortSignal;
};

/** One thing that was judged: `wrong` is empty when all is as it should be. */
export type Verdict = { readonly name: string; readonly wrong: readonly string[] };

export type ChaosResult = {
  readonly verdicts: readonly Verdict[];
  readonly figures: Figures;
  /** Where the diary, the plan and what each process printed are kept. */
  readonly folder: string;
  readonly cluster: Cluster;
  /** Stops everything. @param keep leaves the folder, for who wants to know what happened */
  end(keep: boolean): Promise<void>;
};

/** How long views may take to be right once nothing changes: longer than a dead connection goes unnoticed. */
const VIEWS_WITHIN = 60_000;
/** Milliseconds between two changes of what a viewer looks at. */
const TURN_EVERY = 1_500;

/** A load of commands on a whole cluster, faults by the seed, and then the question whether every promise was kept. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, seconds, rate, size, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-chaos-'));
  const began = Date.now();
  const log = (line: string) => {
    const timed = `${((Date.now() - began) / 1_000).toFixed(1).padStart(7)} ${line}`;
    appendFileSync(join(folder, 'diary.log'), `${timed}\n`);
    options.print(timed);
  };
  // One generator for each thing that chooses: what one does must not change what another draws.
  const random = (what: number) => randomNumbers(seed + what * 7_919);
  const stops: (() => Promise<unknown> | unknown)[] = [];
  const end = async (keep: boolean) => {
    for (const stop of stops.splice(0).reverse()) await stop();
    if (!keep) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    log(`seed ${seed}, ${seconds} s, ${rate} commands a second, in ${folder}`);
    const cluster = await startCluster({ folder, size, random: random(1), log });
    stops.push(() => cluster.stop());
    const { parts, links, commandUrls, queryUrls, direct } = cluster;
    const plan =
      options.plan ?? planFaults({ parts, links: links.map(({ name }) => name) }, seconds * 1_000, random(2));
    await writeFile(join(folder, 'plan.json'), JSON.stringify(plan, null, 2));
    for (const fault of plan) log(`plan: ${faultWords(fault)}`);
    await foundSuperuser(cluster);
    await untilNothingMissing('every part is ready for the first time', 300_000, () => {
      signal.throwIfAborted();
      return cluster.unready();
    });
    const store = connectEventStore(direct.eventStoreUrl);
    stops.push(() => store.dispose());
    const field = await foundField(cluster);
    const from = await store.head();
    log('the field is founded; the load begins');

    const load = startLoad({ field, urls: commandUrls, rate, random: random(3) });
    stops.push(() => Promise.race([load.stop(), delay(60_000)]));
    const viewers = startViewers(field, queryUrls);
    stops.push(() => closeAll(viewers));
    const turns = random(4);
    const turning = setInterval(() => {
      for (const viewer of viewers) viewer.turn(load.made, turns);
    }, TURN_EVERY);
    const telling = setInterval(
      () => log(`${load.sent.length} commands sent, ${load.acknowledged()} acknowledged`),
      10_000,
    );
    try {
      const faults = carryOutFaults(plan, cluster, log, signal);
      await delay(seconds * 1_000, undefined, { signal }).catch(() => undefined);
      await faults;
    } finally {
      clearInterval(turning);
      clearInterval(telling);
    }
    signal.throwIfAborted();
    log('the faults are over; the load comes to its end');
    await load.stop();
    await waitUntilQuiet(cluster, store);
    log('the system is at rest; judging');

    const events = await wholeLog(store);
    const asLog = logOf(events);
    const verdicts: Verdict[] = [];
    const judge = (name: string, wrong: readonly string[]) => {
      verdicts.push({ name, wrong });
      log(`${wrong.length === 0 ? 'kept:  ' : 'BROKEN:'} ${name}`);
      for (const line of wrong.slice(0, 20)) log(`         ${line}`);
      if (wrong.length > 20) log(`         and ${wrong.length - 20} more`);
    };
    judge('every acknowledged command is in the log exactly once', brokenPromises(asLog, load.sent, from));
    judge('the log has no gap and nothing twice', brokenLog(events, asLog));
    judge('the read models equal a fresh fold of the log', await differingRows(direct));
    if (direct.brokers) {
      const messages = await readTopic(direct.brokers, EVENTS_TOPIC);
      log(`${messages.length} messages on Kafka for ${events.length} events`);
      // What a saga did since the log was read is no business of this judge.
      const end = events.at(-1)?.position ?? -1n;
      const relayed = messages.filter(({ position }) => position <= end);
      judge('Kafka carries every event at least once and in order', wrongOnKafka(relayed, events));
    }
    if (direct.besideUrl) {
      judge(
        'the read models built beside, from the log, equal a fresh fold',
        await differingRows({ ...direct, databaseUrl: direct.besideUrl }),
      );
      const fromKafka = { name: 'what comes from Kafka', databaseUrl: direct.databaseUrl };
      const fromLog = { name: 'what comes from the log', databaseUrl: direct.besideUrl };
      judge(
        'what comes from Kafka equals what comes from the log',
        await differingSources(fromKafka, fromLog),
      );
    }
    judge('every view equals the read model', await wrongViews(viewers));
    judge('no process crashed', await crashes(join(folder, 'logs')));
    const figures = await figuresOf({ plan, load, viewers, cluster, events: events.length });
    return { verdicts, figures, folder, cluster, end };
  } catch (error) {
    log(`the run ended: ${error instanceof Error ? error.message : String(error)}`);
    await end(!signal.aborted);
    throw error;
  }
}

function closeAll(viewers: readonly Viewer[]): void {
  for (const viewer of viewers) viewer.close();
}

/** What views show that a read does not, once they had time to hear of everything. */
async function wrongViews(viewers: readonly Viewer[]): Promise<string[]> {
  const giveUpAt = Date.now() + VIEWS_WITHIN;
  for (;;) {
    const settled = viewers.every((viewer) => viewer.views().every((view) => view.settled()));
    const differing = await differingViews(viewers);
    if (settled && differing.length === 0) return [];
    if (Date.now() > giveUpAt) {
      const unsettled = viewers.flatMap(({ person, views }) =>
        views()
          .filter((view) => !view.settled())
          .map(({ channel }) => `${person.username} still waits for ${channel}`),
      );
      return [
        ...unsettled,
        ...differing.flatMap(({ who, channel, differences }) =>
          differences.map((difference) => `${who} on ${channel}: ${difference}`),
        ),
      ];
    }
    await delay(500);
  }
}

async function wholeLog(store: EventStore): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}
