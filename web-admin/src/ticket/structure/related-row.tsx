import type { TicketWithColumn } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryRing, CloseIcon, TypeIcon } from '../../icons.tsx';
import { useTicketAddress } from '../ticket-address.ts';

/** Another ticket with how it stands; leads to it. */
export function RelatedRow(props: { other: TicketWithColumn; onRemove?: (() => void) | undefined }) {
  const { other } = props;
  const { t } = useTranslation();
  const addressOf = useTicketAddress();
  return (
    <li className="related">
      <Link to={addressOf(other.key)} className={other.archived ? 'related-link archived' : 'related-link'}>
        <span className="type-icon" title={t(`type.${other.type}`)}>
          <TypeIcon type={other.type} />
        </span>
        <span className="key">{other.key}</span>
        <span className="clip related-title">{other.title}</span>
        {other.column && (
          <span className="with-icon muted related-column">
            <CategoryRing category={other.column.category} colour={other.column.colour} />
            <span className="clip">{other.column.name}</span>
          </span>
        )}
      </Link>
      {props.onRemove && (
        <button
          type="button"
          className="row-tool"
          aria-label={t('ticket.unlink', { key: other.key })}
          title={t('ticket.unlink', { key: other.key })}
          onClick={props.onRemove}
        >
          <CloseIcon />
        </button>
      )}
    </li>
  );
}
