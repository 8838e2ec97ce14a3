import type { PersonView } from '@ticketing/contracts/views.ts';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePerson } from '../people/person-queries.ts';
import { Avatar } from '../shell/avatar.tsx';

type Removable = {
  readonly busy: boolean;
  /** Undefined for who may not. @param name of the person, for what is said about it */
  readonly onRemove: ((name: string) => unknown) | undefined;
};

/** One of the company's people. */
export function MemberLine({ person, busy, onRemove }: { person: PersonView } & Removable) {
  const { t } = useTranslation();
  return (
    <li className="row">
      <Avatar id={person.id} name={person.displayName} size={26} />
      <span className="row-main">
        <Link to={`/people/${person.id}`} className="clip">
          {person.displayName}
        </Link>
        <span className="muted clip">{person.username}</span>
      </span>
      {!person.active && <span className="small-mark">{t('people.inactive')}</span>}
      {onRemove && (
        <Button
          type="text"
          size="small"
          disabled={busy}
          aria-label={`${t('settings.remove')}: ${person.displayName}`}
          onClick={() => onRemove(person.displayName)}
        >
          {t('settings.remove')}
        </Button>
      )}
    </li>
  );
}

/** An admin, of whom the company tells the id alone. */
export function CompanyAdmin({ id, ...removable }: { id: string } & Removable) {
  const { t } = useTranslation();
  const { data: person } = usePerson(id);
  const unknown = { id, username: '', displayName: t('person.unknown'), staff: true, active: true };
  return <MemberLine person={person ?? unknown} {...removable} />;
}
