import { openRoom } from '@ticketing/contracts/endpoints/rooms.ts';
import type { PersonView } from '@ticketing/contracts/views.ts';
import { roomsKey } from '@ticketing/web-kit/chat/room-keys.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useCompanies } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Input from 'antd/es/input/Input';
import Select from 'antd/es/select';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { drawnOption } from '../shell/drawn-option.ts';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import { usePeopleForRoom } from './people-for-room.ts';

const STAFF = 'staff';

/** Opens the one direct room with a person, or a group of several. */
export default function NewRoomDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const me = useMe();
  const navigate = useNavigate();
  const ids = useId();
  const [within, setWithin] = useState<string>(
    me.staff || me.superuser ? STAFF : (me.companies[0]?.id ?? STAFF),
  );
  const [chosen, setChosen] = useState<readonly PersonView[]>([]);
  const [name, setName] = useState('');
  const [words, setWords] = useState('');
  const companyId = within === STAFF ? null : within;
  const people = usePeopleForRoom(companyId, words).filter(({ id }) => id !== me.id);
  const offered = [...people, ...chosen.filter(({ id }) => !people.some((person) => person.id === id))];
  const companies = useCompanies('', me.superuser);
  const places = me.superuser ? (companies.data?.pages.flatMap((page) => page.items) ?? []) : me.companies;
  const isGroup = chosen.length > 1 || name.trim() !== '';
  const ready = chosen.length > 0 && (!isGroup || name.trim() !== '');

  const save = async () => {
    const participantIds = chosen.map(({ id }) => id);
    const { id } = await api.call(openRoom, {
      body: isGroup
        ? { kind: 'group', name: name.trim(), participantIds, companyId }
        : { kind: 'direct', participantIds, companyId },
    });
    void queries.invalidateQueries({ queryKey: roomsKey });
    onClose();
    void navigate(`/chat/${id}`);
  };

  return (
    <FormDialog
      title={t('chat.newRoom')}
      save={t('chat.start')}
      onClose={onClose}
      onSave={save}
      ready={ready}
    >
      {places.length > 0 && (
        <Field id={`${ids}-within`} label={t('chat.with')}>
          <Select
            id={`${ids}-within`}
            aria-label={t('chat.with')}
            value={within}
            onChange={(next) => {
              setWithin(next);
              setChosen([]);
            }}
            options={[
              ...(me.staff || me.superuser ? [{ value: STAFF, label: t('chat.staff') }] : []),
              ...places.map((company) => ({ value: company.id, label: company.name })),
            ]}
          />
        </Field>
      )}
      <Field id={`${ids}-whom`} label={t('chat.whom')} hint={t('chat.whomHint')}>
        <Select
          id={`${ids}-whom`}
          // The list that opens is called by it, too.
          aria-label={t('chat.whom')}
          mode="multiple"
          autoFocus
          value={chosen.map(({ id }) => id)}
          showSearch={{ filterOption: false, onSearch: setWords }}
          notFoundContent={t('chat.nobodyFound')}
          onChange={(next: readonly string[]) => setChosen(offered.filter(({ id }) => next.includes(id)))}
          options={offered.map(({ id, displayName }) =>
            drawnOption(id, displayName, <PersonName id={id} name={displayName} />),
          )}
        />
      </Field>
      {(chosen.length > 1 || name !== '') && (
        <Field id={`${ids}-name`} label={t('chat.groupName')} hint={t('chat.groupNameHint')}>
          <Input
            id={`${ids}-name`}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
    </FormDialog>
  );
}
