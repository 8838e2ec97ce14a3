import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import type { Place } from '@ticketing/web-kit/board.ts';
import { cardOn } from '@ticketing/web-kit/board-cache.ts';
import { placesOf } from '@ticketing/web-kit/board-places.ts';
import { type BulkChange, type BulkRequest, undoOf } from '@ticketing/web-kit/bulk-changes.ts';
import { useChangeMany } from '@ticketing/web-kit/bulk-commands.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../shell/toasts.tsx';
import { type GivenAway, givenBy, type LaneChange, takeToLane } from './lane-change.ts';
import { refusalOf } from './move-rules.ts';
import { useTellRefused } from './use-tell-refused.ts';

/** What can be done to one card or many. */
export type CardChange =
  | Exclude<BulkChange, { type: 'moveBack' | 'companyBack' }>
  | { readonly type: 'rename'; readonly title: string };

export type CardChanges = {
  /** Changes cards as they are now; what may not be done is told. */
  readonly change: (cards: readonly CardView[], change: CardChange) => void;
  /** Puts a card down somewhere else, in another lane too. False when the column does not take it. */
  readonly put: (card: CardView, place: Place | undefined, lane: LaneChange | undefined) => boolean;
};

/** Changes of cards from the board: each shows at once, says what it was, and can be taken back for a while. */
export function useCardChanges(board: BoardView, commands: TicketCommands): CardChanges {
  const { t } = useTranslation();
  const toast = useToast();
  const changeMany = useChangeMany();
  const tellRefused = useTellRefused();
  const latest = useRef(board);
  useLayoutEffect(() => {
    latest.current = board;
  });
  return useMemo(() => {
    const columnName = (id: string) => latest.current.columns.find((column) => column.id === id)?.name ?? '';
    const personName = (id: string) =>
      latest.current.people.find((person) => person.id === id)?.displayName ?? '';
    const companyOf = (id: string | null) => latest.current.companies.find((company) => company.id === id);
    const formerOf = ({ companyId }: CardView) => (companyId === null ? null : companyOf(companyId));
    const tagName = (id: string) => latest.current.project.tags.find((tag) => tag.id === id)?.name ?? '';

    const said = (cards: readonly CardView[], change: CardChange): string => {
      const what = cards.length === 1 ? (cards[0]?.key ?? '') : t('board.count', { count: cards.length });
      switch (change.type) {
        case 'move':
          return t('board.moved', { key: what, column: columnName(change.columnId) });
        case 'assign':
        case 'unassign':
          return t(`board.did.${change.type}`, { what, name: personName(change.userId) });
        case 'tag':
        case 'untag':
          return t(`board.did.${change.type}`, { what, name: tagName(change.tagId) });
        case 'archive':
          return t('board.archived', { key: what });
        case 'company':
          return change.companyId === null
            ? t('board.given.toNobody', { key: what })
            : t('board.given.to', { key: what, company: companyOf(change.companyId)?.name });
        case 'restore':
        case 'schedule':
        case 'prioritise':
        case 'retype':
        case 'rename':
          return t(`board.did.${change.type}`, { what });
        default:
          return change satisfies never;
      }
    };
    const tell = (text: string, undo: () => void) =>
      toast({ text, action: { label: t('board.undo'), run: undo } });
    const refuse = (card: CardView, columnId: string): boolean => {
      const column = latest.current.columns.find((each) => each.id === columnId);
      const refusal = column && refusalOf(latest.current, card, column);
      if (column === undefined || refusal === undefined) return false;
      const from = columnName(card.columnId);
      toast({
        tone: 'harm',
        text: t(`board.refused.${refusal}`, { key: card.key, column: column.name, from }),
      });
      return true;
    };

    const givenWords = (key: string, { company, former }: GivenAway): string => {
      const to = company?.name;
      const words = t(to === undefined ? 'board.given.toNobody' : 'board.given.to', { key, company: to });
      return former == null ? words : `${words} ${t('ticket.lost', { company: former.name })}`;
    };

    const put: CardChanges['put'] = (card, place, lane) => {
      if (place !== undefined && refuse(card, place.columnId)) return false;
      const old = cardOn(latest.current, card.id) ?? card;
      const back = place && commands.move(old, place);
      const laneBack = lane && takeToLane(commands, old, lane);
      // Another place in the same column is as easily taken back by hand.
      if (lane === undefined && old.columnId === place?.columnId) return true;
      const column = columnName(place?.columnId ?? old.columnId);
      const given = lane && givenBy(lane);
      tell(given ? givenWords(old.key, given) : t('board.moved', { key: old.key, column }), () => {
        back?.();
        laneBack?.();
        if (given?.former)
          toast({ text: t('board.given.back', { key: old.key, company: given.former.name }) });
      });
      return true;
    };

    const changeOne = (card: CardView, change: CardChange) => {
      const patch = (next: Parameters<TicketCommands['change']>[1], back: typeof next) => {
        void commands.change(card.id, next);
        return () => void commands.change(card.id, back);
      };
      const run = (): (() => void) => {
        switch (change.type) {
          case 'move':
            return commands.move(card, { columnId: change.columnId, after: null, before: null });
          case 'assign':
            void commands.assign(card.id, change.userId);
            return () => void commands.unassign(card.id, change.userId);
          case 'unassign':
            void commands.unassign(card.id, change.userId);
            return () => void commands.assign(card.id, change.userId);
          case 'tag':
            void commands.tag(card.id, change.tagId);
            return () => void commands.untag(card.id, change.tagId);
          case 'untag':
            void commands.untag(card.id, change.tagId);
            return () => void commands.tag(card.id, change.tagId);
          case 'archive':
            void commands.archive(card.id);
            return () => void commands.restore(card.id);
          case 'restore':
            void commands.restore(card.id);
            return () => void commands.archive(card.id);
          case 'prioritise': {
            const priority = change.priority ?? card.priority;
            return patch({ priority }, { priority: card.priority });
          }
          case 'schedule': {
            const { dueDate = card.dueDate, startDate = card.startDate } = change;
            return patch({ dueDate, startDate }, { dueDate: card.dueDate, startDate: card.startDate });
          }
          case 'retype':
            return patch({ type: change.ticketType }, { type: card.type });
          case 'company':
            return commands.giveTo(card, companyOf(change.companyId) ?? null, formerOf(card));
          case 'rename':
            return patch({ title: change.title }, { title: card.title });
          default:
            return change satisfies never;
        }
      };
      if (change.type === 'move' && (card.columnId === change.columnId || refuse(card, change.columnId)))
        return;
      const undo = run();
      tell(said([card], change), undo);
    };

    const changeTogether = async (cards: readonly CardView[], change: BulkChange & CardChange) => {
      const places = placesOf(
        latest.current,
        cards.map(({ id }) => id),
      );
      const companies = new Map(
        cards.map(({ id, companyId }) => [id, companyOf(companyId) ?? null] as const),
      );
      const takeBack = (changed: readonly CardView[], requests: readonly BulkRequest[]) => {
        // In the order in which they stand, or the first ones would look for neighbours that are not back yet.
        const inOrder = [...places.keys()];
        const sorted = changed.toSorted((one, other) => inOrder.indexOf(one.id) - inOrder.indexOf(other.id));
        for (const { ticketIds, change: back } of undoOf(change, sorted, requests)) {
          const tickets = sorted.filter(({ id }) => ticketIds.includes(id));
          void changeMany(tickets, back, { places, companies, undoes: requests }).then((outcome) =>
            tellRefused(outcome, tickets),
          );
        }
      };
      const { done, refused, requests, waited } = await changeMany(cards, change, {
        ...(change.type === 'company' ? { company: companyOf(change.companyId) ?? null } : {}),
        onWait: (waiting) =>
          tell(`${said(cards, change)} ${t('board.waits')}`, () => takeBack(cards, waiting)),
      });
      // Shown and offered to be taken back while it waited; what was refused is told above the page.
      if (waited) return;
      const changed = cards.filter((card) => done.includes(card.id));
      if (changed.length > 0) tell(said(changed, change), () => takeBack(changed, requests));
      tellRefused({ refused, waited }, cards);
    };

    const change: CardChanges['change'] = (cards, wanted) => {
      const [only] = cards;
      if (only === undefined) return;
      if (cards.length === 1) changeOne(only, wanted);
      else if (wanted.type !== 'rename') void changeTogether(cards, wanted);
    };
    return { change, put };
  }, [commands, changeMany, tellRefused, toast, t]);
}
