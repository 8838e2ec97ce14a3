import type { CardView } from '@ticketing/contracts/views.ts';
import type { Slot } from './drag-spot.ts';

/** A place between the cards that a cell shows, the lifted one not counted. */
export type Spot = { readonly cellId: string; readonly index: number };

export type Drag = {
  readonly card: CardView;
  readonly by: 'pointer' | 'keys';
  readonly from: Spot;
  readonly spot: Spot;
  /** Pixels of the card, its gap included. */
  readonly size: number;
};

/** What a cell tells of itself while it is drawn. */
export type DrawnCell = {
  /** Scrolls the cell's cards; its first child is as high as all of them. */
  readonly scroller: HTMLElement;
  readonly slots: () => readonly Slot[];
  /** Where the lifted card is drawn in it, -1 when it is not. */
  readonly gap: () => number;
  /** A column that shows no cards takes one at its end. */
  readonly closed?: true;
};

/**
 * The card in the air. It is no state of the board, so that moving it draws again only the cells whose gap moves, and
 * the live board keeps coming through underneath.
 */
export class DragStore {
  readonly cells = new Map<string, DrawnCell>();
  readonly #listeners = new Set<() => void>();
  #drag: Drag | undefined;
  #focus = { cellId: '', cardId: '', wanted: false };

  get drag(): Drag | undefined {
    return this.#drag;
  }

  lift(drag: Drag): void {
    this.#drag = drag;
    this.#tell();
  }

  moveTo(spot: Spot): void {
    const drag = this.#drag;
    if (drag === undefined) return;
    if (drag.spot.cellId === spot.cellId && drag.spot.index === spot.index) return;
    this.#drag = { ...drag, spot };
    this.#tell();
  }

  end(): Drag | undefined {
    const drag = this.#drag;
    this.#drag = undefined;
    this.#tell();
    return drag;
  }

  /** The card that wants the keyboard's focus as soon as it is drawn, also one that was out of sight. */
  wantFocus(cellId: string, cardId: string): void {
    this.#focus = { cellId, cardId, wanted: true };
    this.#tell();
  }

  wants(cardId: string): boolean {
    return this.#focus.wanted && this.#focus.cardId === cardId;
  }

  /** It has the focus: it stays drawn, also out of sight, or the focus would be lost. */
  focused(cellId: string, cardId: string): void {
    this.#focus = { cellId, cardId, wanted: false };
  }

  /** The id of the card in this cell that has the focus or, with a `!` before it, wants it; or nothing. */
  readonly focusIn = (cellId: string): string =>
    this.#focus.cellId === cellId ? `${this.#focus.wanted ? '!' : ''}${this.#focus.cardId}` : '';

  /** What the drag is to a cell, as a word that stays the same while nothing changes for it: `card|index|by`. */
  readonly viewOf = (cellId: string): string => {
    const drag = this.#drag;
    if (drag === undefined) return '';
    return `${drag.card.id}|${drag.spot.cellId === cellId ? drag.spot.index : -1}|${drag.by}`;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
