import { useInfiniteQuery } from '@tanstack/react-query';
import {
  invitePerson,
  listInvitations,
  revokeInvitation,
} from '@ticketing/contracts/endpoints/invitations.ts';
import { Role } from '@ticketing/contracts/kinds.ts';
import type { InvitationView, ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { showInstant } from '@ticketing/web-kit/show-time.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import Input from 'antd/es/input/Input';
import Select from 'antd/es/select';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { useToast } from '../shell/toasts.tsx';
import { useAction } from '../shell/use-action.ts';

/** Asks somebody by mail into the project, and tells what became of those who were asked. */
export function ProjectInvitations({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const toast = useToast();
  const { busy, run } = useAction(['invitations']);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('admin');
  const found = useInfiniteQuery({
    queryKey: ['invitations', project.id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listInvitations, {
        params: { id: project.id },
        query: { limit: 20, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const invitations = found.data?.pages.flatMap((page) => page.items);

  const invite = (address: string, as: Role) =>
    api.call(invitePerson, { params: { id: project.id }, body: { email: address, role: as } });
  const revoke = (invitationId: string) =>
    api.call(revokeInvitation, { params: { id: project.id, invitationId } });

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const address = email.trim();
    if (address === '') return;
    if (await run(() => invite(address, role))) {
      setEmail('');
      toast({ text: t('invitations.sent', { email: address }) });
    }
  };
  const takeBack = async ({ id, email: address, role: as }: InvitationView) => {
    if (!(await run(() => revoke(id)))) return;
    toast({
      text: t('invitations.takenBack'),
      // The old link stays dead: who is asked again gets another one.
      ...(address === null
        ? {}
        : { action: { label: t('invitations.again'), run: () => void again(address, as) } }),
    });
  };
  const again = async (address: string, as: Role, pending?: string) => {
    const done = await run(async () => {
      if (pending !== undefined) await revoke(pending);
      await invite(address, as);
    });
    if (done) toast({ text: t('invitations.sent', { email: address }) });
  };

  return (
    <section aria-labelledby="settings-invitations">
      <h2 id="settings-invitations">{t('invitations.title')}</h2>
      <p className="muted">{t('invitations.text')}</p>
      <form className="add-line" onSubmit={(event) => void send(event)}>
        <Input
          className="picker"
          type="email"
          required
          autoComplete="off"
          aria-label={t('people.email')}
          placeholder={t('people.email')}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Select
          aria-label={t('invitations.role')}
          value={role}
          options={Role.options.map((each) => ({ value: each, label: t(`role.${each}`) }))}
          onChange={setRole}
        />
        <Button htmlType="submit" loading={busy} disabled={email.trim() === ''}>
          {t('invitations.send')}
        </Button>
      </form>
      {invitations === undefined &&
        (found.error ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : (
          <ListSkeleton rows={1} />
        ))}
      <ul className="rows invitations">
        {invitations?.map((invitation) => (
          <Invitation
            key={invitation.id}
            invitation={invitation}
            busy={busy}
            onRevoke={() => void takeBack(invitation)}
            onAgain={(address) =>
              void again(address, invitation.role, invitation.state === 'pending' ? invitation.id : undefined)
            }
          />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button size="small" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
    </section>
  );
}

function Invitation(props: {
  invitation: InvitationView;
  busy: boolean;
  onRevoke: () => void;
  onAgain: (email: string) => void;
}) {
  const { t } = useTranslation();
  const { email, role, state, invitedBy, acceptedBy, sentAt, expiresAt, settledAt } = props.invitation;
  const who = email ?? t('invitations.forgotten');
  return (
    <li className="row">
      <span className="row-main two-lines">
        <span className="clip">{who}</span>
        <span className="muted">
          {t(`role.${role}`)} · {t(`invitations.state.${state}`)}{' '}
          {state === 'pending' ? (
            <>
              <When at={sentAt} /> · {t('invitations.expires')} {showInstant(expiresAt)}
            </>
          ) : (
            settledAt !== null && <When at={settledAt} />
          )}
          {acceptedBy !== null && ` · ${acceptedBy.displayName}`}
          {acceptedBy === null &&
            invitedBy !== null &&
            ` · ${t('invitations.by', { name: invitedBy.displayName })}`}
        </span>
      </span>
      {email !== null && state !== 'accepted' && (
        <Button
          type="text"
          size="small"
          disabled={props.busy}
          aria-label={`${t('invitations.again')}: ${who}`}
          onClick={() => props.onAgain(email)}
        >
          {t('invitations.again')}
        </Button>
      )}
      {state === 'pending' && (
        <Button
          type="text"
          size="small"
          disabled={props.busy}
          aria-label={`${t('invitations.revoke')}: ${who}`}
          onClick={props.onRevoke}
        >
          {t('invitations.revoke')}
        </Button>
      )}
    </li>
  );
}
