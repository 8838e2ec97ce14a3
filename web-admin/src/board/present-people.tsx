import { projectChannel } from '@ticketing/contracts/live.ts';
import { usePresence } from '@ticketing/web-kit/presence.ts';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../shell/avatar.tsx';

/** Faces that fit into the bar. */
const MOST = 4;

/** Who else looks at this board right now. */
export function PresentPeople({ projectId }: { projectId: string }) {
  const { t } = useTranslation();
  const people = usePresence(projectChannel(projectId));
  if (people.length === 0) return null;
  const names = people.map((person) => person.name).join(', ');
  return (
    <span
      className="present"
      role="img"
      aria-label={t('board.present', { names })}
      title={t('board.present', { names })}
    >
      {people.slice(0, MOST).map((person) => (
        <span key={person.id} className="present-face">
          <Avatar id={person.id} name={person.name} size={24} />
        </span>
      ))}
      {people.length > MOST && <span className="more">+{people.length - MOST}</span>}
    </span>
  );
}
