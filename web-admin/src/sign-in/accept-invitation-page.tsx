import { useQuery } from '@tanstack/react-query';
import { checkInvitation } from '@ticketing/contracts/endpoints/invitations.ts';
import { isGone } from '@ticketing/web-kit/api-error.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useSession } from '@ticketing/web-kit/session.tsx';
import Segmented from 'antd/es/segmented';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { AfterMoment } from '../shell/empty-states.tsx';
import { AcceptAsMember, AcceptAsNewcomer, AcceptAsSelf } from './accept-forms.tsx';
import { LinkNotGood, LinkNotLooked } from './link-not-good.tsx';
import { linkToken } from './link-token.ts';
import { WayIn } from './way-in.tsx';

/** Where the link of an invitation leads: into the project, with the account that one has or with a new one. */
export default function AcceptInvitationPage() {
  const { t } = useTranslation();
  const { api } = useKit();
  const session = useSession();
  const [newcomer, setNewcomer] = useState(true);
  const token = linkToken(useLocation().hash);
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', token],
    enabled: token !== undefined,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => api.call(checkInvitation, { params: { token: token ?? '' }, signal }),
  });

  if (token === undefined || isGone(error) || data?.good === false) {
    const text = data
      ? t('signIn.invitationOverOf', { project: data.projectName })
      : t('signIn.invitationOver');
    return <LinkNotGood title={t('signIn.invitationOverTitle')} text={text} />;
  }
  if (error) return <LinkNotLooked error={error} retry={() => void refetch()} />;
  if (data === undefined || session.state === 'loading') {
    return (
      <AfterMoment>
        <p className="restoring">{t('session.restoring')}</p>
      </AfterMoment>
    );
  }
  const role = t(`role.${data.role}`);
  return (
    <WayIn
      title={t('signIn.invitedTo', { project: data.projectName })}
      text={t('signIn.invitedAs', { role })}
    >
      {session.state === 'signed-in' ? (
        <AcceptAsSelf token={token} me={session.me} />
      ) : (
        <>
          <Segmented
            block
            className="way-in-choice"
            aria-label={t('signIn.whoAreYou')}
            value={newcomer ? 'new' : 'member'}
            options={[
              { value: 'new', label: t('signIn.iAmNew') },
              { value: 'member', label: t('signIn.iHaveAccount') },
            ]}
            onChange={(value) => setNewcomer(value === 'new')}
          />
          {newcomer ? <AcceptAsNewcomer token={token} /> : <AcceptAsMember token={token} />}
        </>
      )}
    </WayIn>
  );
}
