import { useQuery } from '@tanstack/react-query';
import { getUser } from '@ticketing/contracts/endpoints/users.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useTranslation } from 'react-i18next';
import { PersonName } from '../ticket/person-name.tsx';

/** A person of whom only the id is known here; somebody whom one may not know of stays nameless. */
export function KnownPerson({ id }: { id: string }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const found = useQuery({
    queryKey: ['person', id],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => api.call(getUser, { params: { id }, signal }),
  });
  const otherwise = found.error === null ? '…' : t('person.unknown');
  return <PersonName id={id} name={found.data?.displayName ?? otherwise} />;
}
