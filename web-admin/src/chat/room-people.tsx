import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { PresentPerson } from '@ticketing/web-kit/live-presence.ts';
import Button from 'antd/es/button';
import Input from 'antd/es/input/Input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, PlusIcon } from '../icons.tsx';
import { ChoiceList } from '../shell/choice-list.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import { usePeopleForRoom } from './people-for-room.ts';
import { useRoomPeople } from './use-room-people.ts';

/** Who is in the room; of a group its name and who comes and goes. */
export function RoomPeople(props: {
  room: ReadRoomView;
  myId: string;
  here: readonly PresentPerson[];
  onDone: () => void;
}) {
  const { room, myId, onDone } = props;
  const { t } = useTranslation();
  const acts = useRoomPeople(room);
  const [adding, setAdding] = useState(false);
  const [name, setName] = useState(room.name ?? '');
  const isGroup = room.kind === 'group';
  const takesPart = room.participants.some(({ userId }) => userId === myId);
  const people = room.participants
    .map(({ userId }) => ({
      id: userId,
      name: room.people.find(({ id }) => id === userId)?.displayName ?? t('person.unknown'),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
  const here = new Set(props.here.map(({ id }) => id));

  if (adding)
    return <Adding room={room} onAdd={(id, who) => acts.bringIn(id, who)} onDone={() => setAdding(false)} />;
  return (
    <div className="room-people">
      {isGroup && (
        <form
          className="room-rename"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '' && name.trim() !== room.name) acts.rename(name.trim());
            onDone();
          }}
        >
          <Input
            aria-label={t('chat.name')}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.target.value)}
          />
          <Button htmlType="submit" disabled={name.trim() === '' || name.trim() === room.name}>
            {t('chat.rename')}
          </Button>
        </form>
      )}
      <ul>
        {people.map((person) => (
          <li key={person.id}>
            <PersonName id={person.id} name={person.name} />
            {(here.has(person.id) || person.id === myId) && (
              <span className="here-dot" title={t('chat.here')}>
                <span className="unseen">{t('chat.here')}</span>
              </span>
            )}
            <span className="spread" />
            {isGroup && room.openerId === myId && person.id !== myId && (
              <button
                type="button"
                className="talk-tool"
                aria-label={t('chat.takeOut', { name: person.name })}
                title={t('chat.takeOut', { name: person.name })}
                onClick={() => acts.takeOut(person.id, person.name)}
              >
                <CloseIcon />
              </button>
            )}
          </li>
        ))}
      </ul>
      <div className="room-people-acts">
        {isGroup && (
          <Button size="small" icon={<PlusIcon />} onClick={() => setAdding(true)}>
            {t('chat.addPerson')}
          </Button>
        )}
        {room.kind === 'ticket' && !takesPart && (
          <Button size="small" onClick={() => acts.join(myId)}>
            {t('chat.join')}
          </Button>
        )}
        {(isGroup || (room.kind === 'ticket' && takesPart)) && (
          <Button
            size="small"
            danger={isGroup}
            onClick={() => {
              onDone();
              acts.leave(myId);
            }}
          >
            {t(isGroup ? 'chat.leave' : 'chat.leaveTicket')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Adding(props: {
  room: ReadRoomView;
  onAdd: (userId: string, name: string) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const found = usePeopleForRoom(props.room.companyId, words);
  const inRoom = new Set(props.room.participants.map(({ userId }) => userId));
  const choices = found.filter(({ id }) => !inRoom.has(id));
  return (
    <ChoiceList
      label={t('chat.addPerson')}
      placeholder={t('chat.addPlaceholder')}
      empty={t('chat.nobodyFound')}
      chosen={[]}
      onSearch={setWords}
      choices={choices.map(({ id, displayName }) => ({
        id,
        name: displayName,
        face: <PersonName id={id} name={displayName} />,
      }))}
      onChoose={(id) => {
        props.onAdd(id, choices.find((each) => each.id === id)?.displayName ?? '');
        props.onDone();
      }}
    />
  );
}
