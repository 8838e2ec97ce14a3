import type { LinkName } from '@ticketing/contracts/kinds.ts';
import type { TicketWithColumn } from '@ticketing/contracts/views.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PlusIcon } from '../../icons.tsx';
import { Popover } from '../../shell/popover.tsx';
import { useScene } from '../scene.ts';
import { Section } from '../section.tsx';
import { RelatedRow } from './related-row.tsx';
import { TicketChoice } from './ticket-choice.tsx';
import './structure.css';

const names: readonly LinkName[] = [
  'blocks',
  'blocked_by',
  'relates_to',
  'causes',
  'caused_by',
  'duplicates',
  'duplicated_by',
];

/** Links to other tickets, grouped by how they bear on this one; each reads from this end. */
export function Links() {
  const { ticket, may, commands, changed } = useScene();
  const { t } = useTranslation();
  const mayLink = may('ticket.link');
  const [kind, setKind] = useState<LinkName>('relates_to');
  if (ticket.links.length === 0 && !mayLink) return null;

  const link = (name: LinkName, other: TicketWithColumn) => {
    void commands.link(ticket.id, name, other);
    changed(
      t('ticket.linked', { link: t(`link.${name}`), key: other.key }),
      () => void commands.unlink(ticket.id, name, other),
    );
  };
  const unlink = (name: LinkName, other: TicketWithColumn) => {
    void commands.unlink(ticket.id, name, other);
    changed(t('ticket.unlinked', { key: other.key }), () => void commands.link(ticket.id, name, other));
  };
  const linkedAs = (name: LinkName) => ticket.links.filter((each) => each.link === name);

  return (
    <Section
      title={t('ticket.links')}
      count={ticket.links.length}
      action={
        mayLink && (
          <Popover
            className="text-button"
            panelLabel={t('ticket.addLink')}
            face={
              <>
                <PlusIcon /> {t('ticket.addLink')}
              </>
            }
          >
            {(close) => (
              <div className="link-panel">
                <label>
                  <span className="muted">{t('ticket.thisTicket')}</span>
                  <select
                    value={kind}
                    onChange={(event) => {
                      const next = names.find((each) => each === event.target.value);
                      if (next !== undefined) setKind(next);
                    }}
                  >
                    {names.map((each) => (
                      <option key={each} value={each}>
                        {t(`link.${each}`)}
                      </option>
                    ))}
                  </select>
                </label>
                <TicketChoice
                  projectOnly={false}
                  except={[ticket.id, ...linkedAs(kind).map((each) => each.ticket.id)]}
                  onChoose={(other) => {
                    link(kind, other);
                    close();
                  }}
                />
              </div>
            )}
          </Popover>
        )
      }
    >
      {names
        .filter((name) => linkedAs(name).length > 0)
        .map((name) => (
          <div key={name} className="link-group">
            <h4>{t(`link.${name}`)}</h4>
            <ul>
              {linkedAs(name).map((each) => (
                <RelatedRow
                  key={each.ticket.id}
                  other={each.ticket}
                  onRemove={mayLink ? () => unlink(name, each.ticket) : undefined}
                />
              ))}
            </ul>
          </div>
        ))}
      {ticket.links.length === 0 && <p className="muted">{t('ticket.noLinks')}</p>}
    </Section>
  );
}

/** Tickets that stand under this one. */
export function Children() {
  const { ticket, may, commands, changed } = useScene();
  const { t } = useTranslation();
  const mayLink = may('ticket.link');
  if (ticket.children.length === 0) return null;
  const done = ticket.children.filter(({ column }) => column?.category === 'done').length;
  return (
    <Section
      title={t('ticket.children')}
      action={
        <span className="with-icon muted">
          <progress
            className="thin"
            max={ticket.children.length}
            value={done}
            aria-label={t('ticket.children')}
          />
          {done}/{ticket.children.length}
        </span>
      }
    >
      <ul>
        {ticket.children.map((child) => (
          <RelatedRow
            key={child.id}
            other={child}
            onRemove={
              mayLink
                ? () => {
                    void commands.putUnder(child.id, null);
                    changed(t('ticket.takenOut', { key: child.key }), () => {
                      const { id, projectId, key, type, title, columnId, archived } = ticket;
                      const column = ticket.columns.find((each) => each.id === columnId) ?? null;
                      const parent = { id, projectId, key, type, title, columnId, archived, column };
                      void commands.putUnder(child.id, parent, child);
                    });
                  }
                : undefined
            }
          />
        ))}
      </ul>
    </Section>
  );
}
