import { useQuery } from '@tanstack/react-query';
import { getInstallation } from '@ticketing/contracts/endpoints/sessions.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useTranslation } from 'react-i18next';

/** On an installation where nobody has an account: how to make the first one. Nothing at all elsewhere. */
export function FirstRun() {
  const { t } = useTranslation();
  const { api } = useKit();
  const { data } = useQuery({
    queryKey: ['installation'],
    queryFn: ({ signal }) => api.call(getInstallation, { signal }),
    // Once there is somebody there always will be.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: (query) => query.state.data?.founded === false,
  });
  if (data?.founded !== false) return null;
  return (
    <div className="first-run" role="note">
      <strong>{t('signIn.firstTitle')}</strong>
      <p>{t('signIn.firstText')}</p>
      <code>SUPERUSER_PASSWORD=… npm run superuser -- name</code>
    </div>
  );
}
