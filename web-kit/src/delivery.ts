import { ApiError } from './api-error.ts';

/** A command of somebody who has gone: it was not sent. */
export class SomebodyElse extends ApiError {
  constructor() {
    super('unauthenticated', 401, 'Somebody else signed in.');
  }
}

export type DeliveryOptions = {
  /** Whether it is kept on the device, so that closing the page loses nothing. */
  readonly kept?: boolean;
  /** Called when it could not be sent at once. */
  readonly onWait?: () => void;
};

export type DeliveryDeps = {
  /** Id of who is signed in; null when nobody is. */
  readonly person: () => string | null;
  /** Calls the listener whenever it is worth trying again; returns what ends that. */
  readonly onChance: (listener: () => void) => () => void;
};

/** Milliseconds after which it is tried again though nothing told that it may help. */
const TRY_ANYWAY = 15_000;

/**
 * Commands that must reach the server although it is away, or the session has ended: they wait, in the order in which
 * they were given, and are sent again under the same id. How many wait is told, and how many of them this page alone has.
 */
export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #listeners = new Set<() => void>();
  /** What is under way or waits, in the order in which it was given. */
  readonly #items = new Set<Item>();
  /** The last one of each lane. */
  readonly #tails = new Map<string, Item>();

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  /** How many commands could not be sent yet: those that were tried, and everything behind them. */
  get waiting(): number {
    return this.#held().size;
  }

  /** How many of them would be lost with this page. */
  get atRisk(): number {
    return [...this.#held()].filter(({ kept }) => !kept).length;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Sends a command, again and again until it is answered; commands of one lane one after the other. One that cannot be sent
   * lets all behind it wait.
   *
   * @param lanes one or several: it goes when everything that was given before it in any of them is through
   * @param send must name the command by the same id each time
   * @throws ApiError when the server refuses it, and `SomebodyElse` when another person has signed in meanwhile
   */
  run<T>(
    lanes: string | readonly string[],
    send: () => Promise<T>,
    { kept = false, onWait }: DeliveryOptions = {},
  ): Promise<T> {
    const person = this.#deps.person();
    const names = typeof lanes === 'string' ? [lanes] : lanes;
    const before = [...new Set(names.flatMap((name) => this.#tails.get(name) ?? []))];
    const held = this.#held();
    // Behind what waits it waits as well.
    if (before.some((each) => held.has(each))) onWait?.();
    const next = Promise.all(before.map(({ through }) => through)).then(() =>
      this.#persist(item, person, send, onWait),
    );
    const through = next
      .catch(() => undefined)
      .then(() => {
        this.#items.delete(item);
        for (const name of names) if (this.#tails.get(name) === item) this.#tails.delete(name);
        this.#tell();
      });
    const item: Item = { kept, before, through, stuck: false };
    this.#items.add(item);
    for (const name of names) this.#tails.set(name, item);
    this.#tell();
    return next;
  }

  async #persist<T>(
    item: Item,
    person: string | null,
    send: () => Promise<T>,
    onWait: (() => void) | undefined,
  ): Promise<T> {
    // What is through need not be remembered.
    item.before = [];
    try {
      for (;;) {
        const now = this.#deps.person();
        if (now !== null && now !== person) throw new SomebodyElse();
        try {
          return await send();
        } catch (error) {
          if (!(error instanceof ApiError) || !this.#mayPass(error)) throw error;
        }
        onWait?.();
        if (!item.stuck) {
          item.stuck = true;
          this.#tell();
        }
        await this.#chance();
      }
    } finally {
      item.stuck = false;
    }
  }

  #mayPass(error: ApiError): boolean {
    if (error.status === 401) return this.#deps.person() === null;
    return isAway(error);
  }

  #chance(): Promise<void> {
    return new Promise((done) => {
      this.onChance(done);
    });
  }

  /** Calls the listener once when it is worth trying again, or after a while. @returns what ends the wait */
  onChance(listener: () => void): () => void {
    const stop = () => {
      clearTimeout(timer);
      unfollow();
    };
    const go = () => {
      stop();
      listener();
    };
    const timer = setTimeout(go, TRY_ANYWAY);
    const unfollow = this.#deps.onChance(go);
    return stop;
  }

  #held(): ReadonlySet<Item> {
    const held = new Set<Item>();
    for (const item of this.#items) {
      if (item.stuck || item.before.some((each) => held.has(each))) held.add(item);
    }
    return held;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Whether it says nothing of what was sent: the server cannot be reached, or turns requests away for a while. */
export const isAway = (error: ApiError): boolean =>
  error.code === 'unreachable' || [429, 502, 503, 504].includes(error.status);

type Item = {
  /** Whether it is kept on the device. */
  readonly kept: boolean;
  /** What must be through before it is sent. */
  before: readonly Item[];
  readonly through: Promise<void>;
  /** Whether it was tried and could not be sent. */
  stuck: boolean;
};
