import type { CardView } from '@ticketing/contracts/views.ts';
import { useMark } from '@ticketing/web-kit/board.ts';
import { memo, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckIcon, MoreIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { type CardNames, useCardTools } from './card-context.ts';
import { CardFace } from './card-face.tsx';
import { isNumbered } from './drop-place.ts';

/** A press of the keyboard, or of nothing, holds a card in the air. */
export type Held = 'pointer' | 'keys' | undefined;

type CardProps = {
  card: CardView;
  cellId: string;
  names: CardNames;
  /** Whether anything can be done with it from here, as in the present. */
  mayAct: boolean;
  /** It is open in the drawer. */
  open: boolean;
  held: Held;
  /** It is to have the keyboard's focus. */
  wanted: boolean;
};

/**
 * A card in its column: a link to the ticket, named by everything that is on it. A click opens the ticket over the board;
 * what browsers do with links beyond that (a new tab by the middle button or Ctrl) stays theirs.
 */
export const TicketCard = memo(function TicketCard(props: CardProps) {
  const { card, cellId, names, mayAct, open, held, wanted } = props;
  const { t } = useTranslation();
  const tools = useCardTools();
  const markedBy = useMark(card.id);
  const chosen = useSyncExternalStore(tools.chosen.subscribe, () => tools.chosen.ids.has(card.id));
  const element = useRef<HTMLAnchorElement>(null);
  const numbered = isNumbered(card);

  useLayoutEffect(() => {
    if (held !== 'keys' && !(wanted && tools.drag.wants(card.id))) return;
    element.current?.focus({ preventScroll: true });
    element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  const marker = markedBy === undefined ? undefined : names.people.get(markedBy);
  const changedBy = marker === undefined ? undefined : t('board.changedBy', { name: marker.displayName });
  const classes = ['card'];
  if (markedBy !== undefined) classes.push('marked');
  if (held === 'pointer') classes.push('dragging');
  if (held === 'keys') classes.push('held');
  if (open) classes.push('selected');
  if (chosen) classes.push('chosen');
  if (!numbered) classes.push('unsaved');
  return (
    <>
      <a
        ref={element}
        href={numbered ? `/tickets/${card.key}` : undefined}
        draggable={false}
        className={classes.join(' ')}
        data-ticket={numbered ? card.key : undefined}
        data-card-id={card.id}
        aria-busy={numbered ? undefined : true}
        aria-describedby={mayAct ? 'board-keys' : undefined}
        title={changedBy}
        onFocus={() => tools.drag.focused(cellId, card.id)}
        onClick={(event) => tools.click(card, event)}
        onKeyDown={(event) => tools.key(card, cellId, event)}
      >
        <CardFace card={card} names={names} />
        {chosen && (
          <span className="card-chosen">
            <CheckIcon />
            <span className="unseen">{t('board.chosen')}</span>
          </span>
        )}
        {marker && (
          <span className="card-marker">
            <Avatar id={marker.id} name={changedBy ?? ''} size={18} />
          </span>
        )}
      </a>
      {mayAct && numbered && (
        <button
          type="button"
          className="quiet-button card-more"
          tabIndex={-1}
          aria-label={t('board.actions', { key: card.key })}
          title={t('board.actions', { key: card.key })}
          onClick={(event) => tools.menu(card, event.currentTarget.getBoundingClientRect())}
        >
          <MoreIcon />
        </button>
      )}
    </>
  );
});

export { Tag } from './card-face.tsx';
