import type { FormEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../icons.tsx';
import { LanguageSwitch } from './language-switch.tsx';

type Props = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly onSubmit?: FormEventHandler<HTMLFormElement>;
  readonly children: ReactNode;
};

/** What all pages before the sign-in look like: one thing to do in the middle. */
export function WayIn({ title, lead, onSubmit, children }: Props) {
  const { t } = useTranslation();
  return (
    <main className="flex min-h-dvh items-center justify-center px-4 py-12">
      <title>{`${title} · ${t('desk.name')}`}</title>
      <form onSubmit={onSubmit} noValidate className="w-full max-w-[380px]">
        <Mark size={44} />
        <h1 className="mt-6 text-[28px] leading-tight">{title}</h1>
        {lead !== undefined && <p className="mt-2 text-muted text-pretty">{lead}</p>}
        {children}
        <LanguageSwitch />
      </form>
    </main>
  );
}
