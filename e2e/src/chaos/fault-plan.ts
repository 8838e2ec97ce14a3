import type { RandomNumbers } from '../random-numbers.ts';
import { type PartKind, partKinds } from './part.ts';

/** One thing that goes wrong. `at` and `for` are milliseconds, `at` from the beginning of the load. */
export type Fault =
  | { readonly at: number; readonly kind: 'kill'; readonly target: string }
  | { readonly at: number; readonly kind: 'pause'; readonly target: string; readonly for: number }
  | { readonly at: number; readonly kind: 'cut'; readonly target: string }
  | {
      readonly at: number;
      readonly kind: 'refuse' | 'delay' | 'black-hole' | 'half-open';
      readonly target: string;
      readonly for: number;
    };
export type FaultKind = Fault['kind'];

/** What faults can be planned for: names of parts by kind, and of links. */
export type FaultTargets = {
  readonly parts: readonly { readonly name: string; readonly kind: PartKind }[];
  readonly links: readonly string[];
};

const ofParts = ['kill', 'pause'] as const;
const ofLinks = ['cut', 'refuse', 'delay', 'black-hole', 'half-open'] as const;

/** How long each fault lasts, in milliseconds, from and to: a pause may outlast a lease, and a black hole a time-out. */
const lasts: Readonly<Record<FaultKind, readonly [number, number]>> = {
  kill: [0, 0],
  pause: [500, 14_000],
  cut: [0, 0],
  refuse: [500, 8_000],
  delay: [3_000, 15_000],
  'black-hole': [1_000, 12_000],
  'half-open': [1_000, 8_000],
};
/** What a start after `kill -9` takes, about: during it the part is not troubled again. */
const AWAY_AFTER_KILL = 6_000;

/** Faults come so far apart on average, and in rounds: trouble for a while, then a moment to breathe. */
const APART = 3_500;
const TROUBLE = 30_000;
const BREATH = 8_000;
const FIRST_AT = 4_000;

/**
 * Which faults a run has and when, from the seed alone. Every kind of fault on every kind of part and of link comes
 * before any comes again, in an order by chance; a run that is long enough has them all. All have ended by the end.
 */
export function planFaults(targets: FaultTargets, milliseconds: number, random: RandomNumbers): Fault[] {
  const plan: Fault[] = [];
  const busyUntil = new Map<string, number>();
  let kinds: Choice[] = [];
  let at = FIRST_AT;
  let roundEnds = FIRST_AT + TROUBLE;
  while (at < milliseconds) {
    if (kinds.length === 0) kinds = shuffled(choices(targets), random);
    const choice = kinds.pop();
    if (!choice) break;
    const [least, most] = lasts[choice.kind];
    const lasting = Math.round(least + random.below(most - least));
    const free = choice.names.filter((name) => (busyUntil.get(name) ?? 0) <= at);
    const target = random.oneOf(free);
    if (target !== undefined && at + Math.max(lasting, 1) <= milliseconds) {
      busyUntil.set(target, at + (choice.kind === 'kill' ? AWAY_AFTER_KILL : lasting));
      plan.push(
        choice.kind === 'kill' || choice.kind === 'cut'
          ? { at, kind: choice.kind, target }
          : { at, kind: choice.kind, target, for: lasting },
      );
    } else if (target === undefined) kinds.unshift(choice);
    at += Math.round(random.below(2 * APART));
    if (at > roundEnds) {
      at += BREATH;
      roundEnds = at + TROUBLE;
    }
  }
  return plan;
}

type Choice = { readonly kind: FaultKind; readonly names: readonly string[] };

function choices({ parts, links }: FaultTargets): Choice[] {
  const namesOf = (kind: PartKind) => parts.filter((part) => part.kind === kind).map(({ name }) => name);
  const partNames = partKinds.map(namesOf);
  const linkNames = Object.values(Object.groupBy(links, leadsTo)).map((names) => names ?? []);
  return [
    ...partNames.flatMap((names) => ofParts.map((kind) => ({ kind, names }))),
    ...linkNames.flatMap((names) => ofLinks.map((kind) => ({ kind, names }))),
  ].filter(({ names }) => names.length > 0);
}

/** Links to the same kind of part are of one kind, whoever uses it: `projector-1 → redis`, `clients → query-api-2`. */
const leadsTo = (link: string): string =>
  link
    .slice(link.indexOf('→') + 1)
    .replace(/-\d+$/, '')
    .trim();

function shuffled<T>(items: readonly T[], random: RandomNumbers): T[] {
  const left = [...items];
  const order: T[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(random.below(left.length)), 1));
  return order;
}

/** `12.3 s  pause  redis  for 4.5 s` */
export function faultWords(fault: Fault): string {
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
  const lasting = 'for' in fault ? ` for ${seconds(fault.for)}` : '';
  return `${seconds(fault.at).padStart(8)}  ${fault.kind} ${fault.target}${lasting}`;
}
