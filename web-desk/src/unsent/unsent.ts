import { ApiError, type ApiErrorCode } from '@ticketing/web-kit/api-error.ts';
import { type Delivered, type Errand, type Letter, mayBeTakenLater } from './letter.ts';

/** What became of the first try to send a letter. */
export type FirstTry =
  | { readonly kind: 'delivered'; readonly delivered: Delivered }
  /** There is no connection: it is sent as soon as there is one. Or another tab has it in hand. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'refused'; readonly error: ApiError };

export type UnsentDeps = {
  /** Where the letters of one person are kept on this device. */
  readonly store: { read(): string | null; write(text: string | null): void };
  readonly send: (letter: Letter) => Promise<Delivered>;
  /** Runs the work in one tab at a time. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly later: (work: () => void, milliseconds: number) => void;
  /** Called before it sets out for the first time. */
  readonly onGiven?: (letter: Letter) => void;
  readonly onDelivered?: (letter: Letter, delivered: Delivered) => void;
  readonly onRefused?: (letter: Letter, error: ApiError) => void;
};

/** Milliseconds after which it is tried again though nothing told that it may help. */
const TRY_ANYWAY = 15_000;

/**
 * Letters that the server has not answered yet, oldest first. They are kept on the device under their idempotency key
 * until the server answers: a reload, a closed tab or a long way without a connection loses none and sends none twice.
 */
export class Unsent {
  readonly #deps: UnsentDeps;
  readonly #listeners = new Set<() => void>();
  readonly #firstTries = new Map<string, (outcome: FirstTry) => void>();
  #letters: readonly Letter[];
  #sending: Promise<void> | undefined;
  #askedAgain = false;
  #retrying = false;

  constructor(deps: UnsentDeps) {
    this.#deps = deps;
    this.#letters = this.#stored();
  }

  /** The same array until something changes. */
  get letters(): readonly Letter[] {
    return this.#letters;
  }

  /** Whether it is neither delivered nor taken back. */
  has(id: string): boolean {
    return this.#letters.some((letter) => letter.id === id);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Keeps the errand and sets out with it. */
  give(errand: Errand): { readonly letter: Letter; readonly firstTry: Promise<FirstTry> } {
    const letter = { id: this.#deps.newId(), at: this.#deps.now().toISOString(), errand };
    const firstTry = new Promise<FirstTry>((done) => this.#firstTries.set(letter.id, done));
    this.#change((letters) => [...letters, letter]);
    this.#deps.onGiven?.(letter);
    void this.sendAll();
    return { letter, firstTry };
  }

  /** Takes a letter back that is not delivered; undefined when it is gone already. */
  takeBack(id: string): Letter | undefined {
    const letter = this.#stored().find((each) => each.id === id);
    if (letter !== undefined) this.#change((letters) => letters.filter((each) => each.id !== id));
    return letter;
  }

  /** Another tab has changed what is kept. */
  lookAgain(): void {
    this.#letters = this.#stored();
    this.#tell();
    this.#leaveToOthers();
  }

  /** Sends what waits, in order; to be called whenever it may succeed. */
  sendAll(): Promise<void> {
    if (this.#sending !== undefined) {
      this.#askedAgain = true;
      return this.#sending;
    }
    this.#sending = this.#deps
      .inTurn(() => this.#sendEach())
      .finally(() => {
        this.#sending = undefined;
        if (!this.#askedAgain) return;
        this.#askedAgain = false;
        void this.sendAll();
      });
    return this.#sending;
  }

  async #sendEach(): Promise<void> {
    for (;;) {
      // Read again for each: another tab may have sent or taken back what was there before.
      const letter = this.#stored().find(({ refusal }) => refusal === undefined);
      if (letter === undefined) {
        this.#leaveToOthers();
        return;
      }
      try {
        const delivered = await this.#deps.send(letter);
        this.#change((letters) => letters.filter(({ id }) => id !== letter.id));
        this.#deps.onDelivered?.(letter, delivered);
        this.#settle(letter.id, { kind: 'delivered', delivered });
      } catch (error) {
        const problem = error instanceof ApiError ? error : new ApiError('internal', 0, String(error));
        if (mayBeTakenLater(problem)) {
          for (const id of [...this.#firstTries.keys()]) this.#settle(id, { kind: 'waits' });
          this.#tryAnyway();
          return;
        }
        this.#refuse(letter, problem);
      }
    }
  }

  /** Who waits at the box is told there; for who went on it stays here with the reason. */
  #refuse(letter: Letter, error: ApiError): void {
    const isAwaited = this.#firstTries.has(letter.id);
    this.#change((letters) =>
      isAwaited
        ? letters.filter(({ id }) => id !== letter.id)
        : letters.map((each) => (each.id === letter.id ? withRefusal(each, error.code) : each)),
    );
    this.#deps.onRefused?.(letter, error);
    this.#settle(letter.id, { kind: 'refused', error });
  }

  /** What another tab has sent, or been refused, nobody need wait for here: it stands where what waits stands, or is there. */
  #leaveToOthers(): void {
    const waiting = new Set(
      this.#stored()
        .filter(({ refusal }) => refusal === undefined)
        .map(({ id }) => id),
    );
    for (const id of [...this.#firstTries.keys()]) {
      if (!waiting.has(id)) this.#settle(id, { kind: 'waits' });
    }
  }

  #settle(id: string, outcome: FirstTry): void {
    this.#firstTries.get(id)?.(outcome);
    this.#firstTries.delete(id);
  }

  #tryAnyway(): void {
    if (this.#retrying) return;
    this.#retrying = true;
    this.#deps.later(() => {
      this.#retrying = false;
      void this.sendAll();
    }, TRY_ANYWAY);
  }

  #change(change: (letters: readonly Letter[]) => readonly Letter[]): void {
    const letters = change(this.#stored());
    this.#deps.store.write(letters.length === 0 ? null : JSON.stringify(letters));
    this.#letters = letters;
    this.#tell();
  }

  #stored(): readonly Letter[] {
    try {
      const value: unknown = JSON.parse(this.#deps.store.read() ?? '[]');
      // Only `#change` writes there.
      return Array.isArray(value) ? (value as Letter[]) : [];
    } catch {
      return [];
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const withRefusal = (letter: Letter, refusal: ApiErrorCode): Letter => ({ ...letter, refusal });
