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
  readonly #lanes = new Map<string, Lane>();

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  /** How many commands could not be sent yet: those that were tried, and everything behind them. */
  get waiting(): number {
    return this.#count(({ size }) => size);
  }

  /** How many of them would be lost with this page. */
  get atRisk(): number {
    return this.#count(({ size, kept }) => size - kept);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Sends a command, again and again until it is answered; commands of one lane one after the other. The first one that
   * cannot be sent lets all of its lane wait.
   *
   * @param send must name the command by the same id each time
   * @throws ApiError when the server refuses it, and `SomebodyElse` when another person has signed in meanwhile
   */
  run<T>(name: string, send: () => Promise<T>, { kept = false, onWait }: DeliveryOptions = {}): Promise<T> {
    const person = this.#deps.person();
    const lane = this.#lanes.get(name) ?? { tail: Promise.resolve(), size: 0, kept: 0, stuck: false };
    this.#lanes.set(name, lane);
    lane.size += 1;
    if (kept) lane.kept += 1;
    // Behind what waits it waits as well.
    if (lane.stuck) onWait?.();
    const work = () => this.#persist(lane, person, send, onWait);
    const next = lane.tail.then(work, work);
    lane.tail = next
      .catch(() => undefined)
      .then(() => {
        lane.size -= 1;
        if (kept) lane.kept -= 1;
        if (lane.size === 0) this.#lanes.delete(name);
        this.#tell();
      });
    this.#tell();
    return next;
  }

  async #persist<T>(
    lane: Lane,
    person: string | null,
    send: () => Promise<T>,
    onWait: (() => void) | undefined,
  ): Promise<T> {
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
        if (!lane.stuck) {
          lane.stuck = true;
          this.#tell();
        }
        await this.#chance();
      }
    } finally {
      lane.stuck = false;
    }
  }

  #mayPass(error: ApiError): boolean {
    if (error.status === 401) return this.#deps.person() === null;
    return error.code === 'unreachable' || [429, 502, 503, 504].includes(error.status);
  }

  #chance(): Promise<void> {
    return new Promise((done) => {
      const go = () => {
        clearTimeout(timer);
        stop();
        done();
      };
      const timer = setTimeout(go, TRY_ANYWAY);
      const stop = this.#deps.onChance(go);
    });
  }

  #count(of: (lane: Lane) => number): number {
    let sum = 0;
    for (const lane of this.#lanes.values()) if (lane.stuck) sum += of(lane);
    return sum;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Commands that go one after the other. */
type Lane = {
  tail: Promise<unknown>;
  /** How many are under way or wait, and how many of them are kept on the device. */
  size: number;
  kept: number;
  /** Whether the first of them could not be sent. */
  stuck: boolean;
};
