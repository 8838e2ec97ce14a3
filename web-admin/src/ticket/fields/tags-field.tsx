import { Fragment, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../board/ticket-card.tsx';
import { PlusIcon } from '../../icons.tsx';
import { ChoiceList } from '../../shell/choice-list.tsx';
import { useKeys } from '../../shell/keys.ts';
import { Popover } from '../../shell/popover.tsx';
import { useScene } from '../scene.ts';

export function TagsField({ disabled }: { disabled: boolean }) {
  const { ticket, commands, changed } = useScene();
  const { t } = useTranslation();
  const id = useId();
  const closed = disabled || ticket.tags.length === 0;
  useKeys(closed ? {} : { l: () => document.getElementById(id)?.querySelector('button')?.click() });
  const own = ticket.tags.filter((tag) => ticket.tagIds.includes(tag.id));
  const names =
    own.length === 0 ? (
      <span className="muted">{t('ticket.noTags')}</span>
    ) : (
      <span className="names">
        {own.map((tag) => (
          <Fragment key={tag.id}>
            <Tag tag={tag} />{' '}
          </Fragment>
        ))}
      </span>
    );
  if (closed) return names;

  const toggle = (tagId: string) => {
    const name = ticket.tags.find((tag) => tag.id === tagId)?.name ?? '';
    if (ticket.tagIds.includes(tagId)) {
      void commands.untag(ticket.id, tagId);
      changed(t('ticket.untagged', { name }), () => void commands.tag(ticket.id, tagId));
    } else {
      void commands.tag(ticket.id, tagId);
      changed(t('ticket.tagged', { name }), () => void commands.untag(ticket.id, tagId));
    }
  };
  return (
    <span id={id} className="people-field">
      <Popover
        className="field-button"
        label={`${t('ticket.tags')}: ${own.length === 0 ? t('ticket.noTags') : own.map(({ name }) => name).join(', ')}`}
        panelLabel={t('ticket.tags')}
        face={
          <>
            {names}
            <PlusIcon />
          </>
        }
      >
        {() => (
          <ChoiceList
            label={t('ticket.tags')}
            placeholder={t('ticket.findTag')}
            empty={t('ticket.noTagFound')}
            choices={ticket.tags.map((tag) => ({ id: tag.id, name: tag.name, face: <Tag tag={tag} /> }))}
            chosen={ticket.tagIds}
            onChoose={toggle}
          />
        )}
      </Popover>
    </span>
  );
}
