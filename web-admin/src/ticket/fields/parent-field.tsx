import type { TicketWithColumn } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CloseIcon, TypeIcon } from '../../icons.tsx';
import { Popover } from '../../shell/popover.tsx';
import { useScene } from '../scene.ts';
import { TicketChoice } from '../structure/ticket-choice.tsx';
import { useTicketAddress } from '../ticket-address.ts';

/** The ticket that this one stands under. */
export function ParentField({ disabled }: { disabled: boolean }) {
  const { ticket, commands, changed } = useScene();
  const { t } = useTranslation();
  const addressOf = useTicketAddress();
  const { parent } = ticket;

  const put = (next: TicketWithColumn | null) => {
    void commands.putUnder(ticket.id, next);
    changed(
      next === null ? t('ticket.noParentAnyMore') : t('ticket.putUnder', { key: next.key }),
      () => void commands.putUnder(ticket.id, parent),
    );
  };

  if (parent !== null) {
    return (
      <span className="parent-field">
        <Link to={addressOf(parent.key)} className="with-icon" title={parent.title}>
          <TypeIcon type={parent.type} />
          <span className="key">{parent.key}</span>
          <span className="clip">{parent.title}</span>
        </Link>
        {!disabled && (
          <button
            type="button"
            className="row-tool shown"
            aria-label={t('ticket.takeOut')}
            title={t('ticket.takeOut')}
            onClick={() => put(null)}
          >
            <CloseIcon />
          </button>
        )}
      </span>
    );
  }
  if (disabled) return <span className="muted">{t('ticket.noParent')}</span>;
  return (
    <Popover
      className="field-button"
      panelLabel={t('ticket.chooseParent')}
      label={`${t('ticket.chooseParent')}: ${t('ticket.noParent')}`}
      face={<span className="muted">{t('ticket.noParent')}</span>}
    >
      {(close) => (
        <TicketChoice
          projectOnly
          except={[ticket.id, ...ticket.children.map(({ id }) => id)]}
          onChoose={(next) => {
            put(next);
            close();
          }}
        />
      )}
    </Popover>
  );
}
