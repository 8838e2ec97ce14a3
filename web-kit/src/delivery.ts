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
  readonly #lanes = new Map<string, Promise<unknown>>();
  #waiting = 0;
  #atRisk = 0;

  constructor(deps: DeliveryDeps) {
    this.#deps = deps;
  }

  /** How many commands could not be sent yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** How many of them would be lost with this page. */
  get atRisk(): number {
    return this.#atRisk;
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
  run<T>(lane: string, send: () => Promise<T>, options: DeliveryOptions = {}): Promise<T> {
    const person = this.#deps.person();
    const work = () => this.#persist(person, send, options);
    const next = (this.#lanes.get(lane) ?? Promise.resolve()).then(work, work);
    this.#lanes.set(lane, next);
    next
      .catch(() => undefined)
      .then(() => {
        if (this.#lanes.get(lane) === next) this.#lanes.delete(lane);
      });
    return next;
  }

  async #persist<T>(
    person: string | null,
    send: () => Promise<T>,
    { kept = false, onWait }: DeliveryOptions,
  ): Promise<T> {
    let counted = false;
    try {
      for (;;) {
        const now = this.#deps.person();
        if (now !== null && now !== person) throw new SomebodyElse();
        try {
          return await send();
        } catch (error) {
          if (!(error instanceof ApiError) || !this.#mayPass(error)) throw error;
        }
        if (!counted) {
          this.#count(1, kept);
          onWait?.();
        }
        counted = true;
        await this.#chance();
      }
    } finally {
      if (counted) this.#count(-1, kept);
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

  #count(step: 1 | -1, kept: boolean): void {
    this.#waiting += step;
    if (!kept) this.#atRisk += step;
    for (const listener of [...this.#listeners]) listener();
  }
}
