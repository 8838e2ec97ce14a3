import type { PersonView, UserView } from '@ticketing/contracts/views.ts';
import { useTranslation } from 'react-i18next';
import { isUserView } from './person-queries.ts';

/** What is out of the ordinary about a person. */
export function PersonMarks({ person }: { person: PersonView | UserView }) {
  const { t } = useTranslation();
  return (
    <>
      {isUserView(person) && person.superuser && <span className="small-mark">{t('people.superuser')}</span>}
      {!person.active && <span className="small-mark">{t('people.inactive')}</span>}
    </>
  );
}
