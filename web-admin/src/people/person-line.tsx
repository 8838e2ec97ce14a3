import type { PersonView, UserView } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Avatar } from '../shell/avatar.tsx';
import { PersonMarks } from './person-marks.tsx';
import { isUserView } from './person-queries.ts';

/** One line of a list of people. */
export function PersonLine({ person }: { person: PersonView | UserView }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link className={person.active ? 'row' : 'row inactive'} to={`/people/${person.id}`}>
        <Avatar id={person.id} name={person.displayName} size={26} />
        <span className="row-main">
          <strong className="clip">{person.displayName}</strong>
          <span className="muted clip">{person.username}</span>
        </span>
        {isUserView(person) && person.email !== null && (
          <span className="muted clip person-address">{person.email}</span>
        )}
        <PersonMarks person={person} />
        <span className="muted person-kind">{t(person.staff ? 'people.isStaff' : 'people.client')}</span>
      </Link>
    </li>
  );
}
