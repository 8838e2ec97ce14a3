import { type Level, TicketType } from '@ticketing/contracts/kinds.ts';
import type { TicketPatch } from '@ticketing/web-kit/pending-commands.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { daysUntil, showDate } from '@ticketing/web-kit/show-time.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from './fields/choice-field.tsx';
import { CompanyField } from './fields/company-field.tsx';
import { DateField } from './fields/date-field.tsx';
import { FieldRow } from './fields/field-row.tsx';
import { ColumnWords, LevelWords, TypeWords } from './fields/field-words.tsx';
import { FollowersField } from './fields/followers-field.tsx';
import { ParentField } from './fields/parent-field.tsx';
import { PeopleField } from './fields/people-field.tsx';
import { RemoteAssistField } from './fields/remote-assist-field.tsx';
import { TagsField } from './fields/tags-field.tsx';
import { TargetField } from './fields/target-field.tsx';
import { PersonName } from './person-name.tsx';
import { useScene } from './scene.ts';
import './fields/fields.css';

const levels: readonly Level[] = [4, 3, 2, 1];

/** The ticket's fields, each changed in place. What the person may not change is shown as words. */
export function TicketFields() {
  const { ticket, may, commands, changed, nameOf } = useScene();
  const { t } = useTranslation();
  const me = useMe();
  const mayEdit = may('ticket.edit');
  const column = ticket.columns.find((each) => each.id === ticket.columnId);

  const change = (label: string, value: string, patch: TicketPatch, old: TicketPatch) => {
    void commands.change(ticket.id, patch);
    changed(t('ticket.set', { label, value }), () => void commands.change(ticket.id, old));
  };
  const move = (columnId: string) => {
    const back = commands.move(ticket, { columnId, after: null, before: null });
    const name = ticket.columns.find((each) => each.id === columnId)?.name ?? '';
    changed(t('ticket.set', { label: t('ticket.status'), value: name }), back);
  };
  const assign = (userId: string, on: boolean) => {
    const [doIt, undo] = on ? [commands.assign, commands.unassign] : [commands.unassign, commands.assign];
    void doIt(ticket.id, userId);
    changed(
      t(on ? 'ticket.assigned' : 'ticket.unassigned', { name: nameOf(userId) }),
      () => void undo(ticket.id, userId),
    );
  };

  return (
    <dl className="fields">
      <FieldRow label={t('ticket.status')} part="columnId" hint={may('ticket.move') ? 'M' : ''}>
        {may('ticket.move') ? (
          <ChoiceField
            label={t('ticket.status')}
            hotkey="m"
            value={ticket.columnId}
            options={ticket.columns.map((each) => ({
              value: each.id,
              name: each.name,
              // Where it may not go from here stays in sight, so that nobody looks for it.
              disabled: column?.leadsTo != null && each.id !== column.id && !column.leadsTo.includes(each.id),
              face: <ColumnWords column={each} />,
            }))}
            onChange={move}
          />
        ) : (
          column && <ColumnWords column={column} />
        )}
      </FieldRow>
      <FieldRow label={t('ticket.assignees')} part="assigneeIds" hint={may('ticket.assign') ? 'A' : ''}>
        <PeopleField
          label={t('ticket.assignees')}
          hotkey="a"
          ids={ticket.assigneeIds}
          disabled={!may('ticket.assign')}
          onPut={(userId) => assign(userId, true)}
          onTake={(userId) => assign(userId, false)}
        />
        {may('ticket.assign') && !ticket.assigneeIds.includes(me.id) && (
          <button type="button" className="text-button quiet" onClick={() => assign(me.id, true)}>
            {t('ticket.takeIt')}
          </button>
        )}
      </FieldRow>
      {(['priority', 'urgency', 'importance'] as const).map((name) => (
        <FieldRow
          key={name}
          label={t(`ticket.${name}`)}
          part={name}
          hint={name === 'priority' && may('ticket.prioritise') ? 'P' : ''}
        >
          {may('ticket.prioritise') ? (
            <ChoiceField
              label={t(`ticket.${name}`)}
              {...(name === 'priority' ? { hotkey: 'p' } : {})}
              value={ticket[name]}
              options={levels.map((level) => ({
                value: level,
                name: t(`level.${level}`),
                face: <LevelWords level={level} plain={name !== 'priority'} />,
              }))}
              onChange={(level) =>
                change(t(`ticket.${name}`), t(`level.${level}`), { [name]: level }, { [name]: ticket[name] })
              }
            />
          ) : (
            <LevelWords level={ticket[name]} plain={name !== 'priority'} />
          )}
        </FieldRow>
      ))}
      <FieldRow label={t('ticket.type')} part="type">
        {mayEdit ? (
          <ChoiceField
            label={t('ticket.type')}
            value={ticket.type}
            options={TicketType.options.map((type) => ({
              value: type,
              name: t(`type.${type}`),
              face: <TypeWords type={type} />,
            }))}
            onChange={(type) => change(t('ticket.type'), t(`type.${type}`), { type }, { type: ticket.type })}
          />
        ) : (
          <TypeWords type={ticket.type} />
        )}
      </FieldRow>
      <FieldRow label={t('ticket.tags')} part="tagIds" hint={may('ticket.tag') ? 'L' : ''}>
        <TagsField disabled={!may('ticket.tag')} />
      </FieldRow>
      <FieldRow label={t('ticket.start')} part="startDate">
        <DateField
          label={t('ticket.start')}
          value={ticket.startDate}
          disabled={!mayEdit}
          onChange={(startDate) =>
            change(t('ticket.start'), showDate(startDate), { startDate }, { startDate: ticket.startDate })
          }
        />
      </FieldRow>
      <FieldRow label={t('ticket.due')} part="dueDate" hint={mayEdit ? 'D' : ''}>
        <DateField
          label={t('ticket.due')}
          hotkey="d"
          value={ticket.dueDate}
          disabled={!mayEdit}
          overdue={column?.category !== 'done' && ticket.dueDate !== null && daysUntil(ticket.dueDate) < 0}
          onChange={(dueDate) =>
            change(t('ticket.due'), showDate(dueDate), { dueDate }, { dueDate: ticket.dueDate })
          }
        />
      </FieldRow>
      <TargetField />
      <FieldRow label={t('ticket.parent')} part="parentId">
        <ParentField disabled={!may('ticket.link')} />
      </FieldRow>
      <FieldRow label={t('ticket.company')} part="companyId">
        <CompanyField />
      </FieldRow>
      <FieldRow label={t('ticket.reporter')}>
        <PersonName id={ticket.reporterId} name={nameOf(ticket.reporterId)} />
      </FieldRow>
      <FollowersField />
      <RemoteAssistField />
      <FieldRow label={t('ticket.opened')}>
        <When at={ticket.openedAt} />
      </FieldRow>
      <FieldRow label={t('ticket.changed')}>
        <When at={ticket.changedAt} />
      </FieldRow>
    </dl>
  );
}
