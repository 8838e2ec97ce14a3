import { useMe } from '@ticketing/web-kit/session.tsx';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../shell/back-link.tsx';
import { Appearance } from './appearance.tsx';
import { DetailsForm } from './details-form.tsx';
import { NotificationWishes } from './notification-wishes.tsx';
import { PasswordForm } from './password-form.tsx';
import { Sessions } from './sessions.tsx';

/** Who I am here, and what is as I want it. */
export default function ProfilePage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <>
      <title>{`${t('desk.profile.title')} · ${t('desk.name')}`}</title>
      <BackLink />
      <h1 className="mt-3 text-[26px] leading-tight">{t('desk.profile.title')}</h1>
      <Part title={t('desk.profile.you')}>
        <DetailsForm me={me} />
      </Part>
      <Part title={t('desk.profile.appearance')}>
        <Appearance place="profile" />
      </Part>
      <Part title={t('desk.profile.told')} hint={t('desk.profile.toldHint')}>
        <NotificationWishes hasAddress={me.email !== null} />
      </Part>
      <Part title={t('desk.profile.password')} hint={t('desk.profile.passwordHint')}>
        <PasswordForm me={me} />
      </Part>
      <Part title={t('sessions.title')} hint={t('sessions.text')}>
        <Sessions />
      </Part>
    </>
  );
}

function Part({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="mt-8">
      <h2 id={headingId} className="px-1 text-[17px]">
        {title}
      </h2>
      {hint !== undefined && <p className="px-1 text-muted text-pretty">{hint}</p>}
      <div className="mt-2.5 flex flex-col gap-4 rounded-bubble border border-line bg-surface p-4 sm:p-5">
        {children}
      </div>
    </section>
  );
}
