import { isBehind } from '@ticketing/web-kit/api-error.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useOwnLanguage } from '@ticketing/web-kit/own-language.ts';
import { rememberReturn, useSession } from '@ticketing/web-kit/session.tsx';
import { SessionEnded } from '@ticketing/web-kit/session-ended.tsx';
import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router';
import {
  CompaniesIcon,
  DashboardIcon,
  FindIcon,
  KeysIcon,
  PeopleIcon,
  ProjectsIcon,
  ReportsIcon,
  TicketsIcon,
} from '../icons.tsx';
import { Bell } from '../notifications/bell.tsx';
import { PaletteWait } from '../search/palette-wait.tsx';
import { usePaletteKey } from '../search/use-palette.ts';
import { ChatLink } from './chat-link.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { AfterMoment, EmptyState, Failed, NoConnection } from './empty-states.tsx';
import { useKeys } from './keys.ts';
import { lazyPage } from './lazy-page.tsx';
import { NewTicketProvider } from './new-ticket.tsx';
import { RefusedChanges } from './refused-changes.tsx';
import { TicketFilesProvider } from './ticket-files.tsx';
import { useToast } from './toasts.tsx';

// The menu's machinery is a tenth of the first load; it comes when the page stands.
const MeMenu = lazyPage(() => import('./me-menu.tsx'));
const CommandPalette = lazyPage(() => import('../search/command-palette.tsx'));
const HelpDialog = lazyPage(() => import('./help-dialog.tsx'));

/** What stands around every page of a signed-in person; sends everyone else to the sign-in. */
export function Shell() {
  const session = useSession();
  const online = useOnline();
  const { pathname, search, hash } = useLocation();
  const { t } = useTranslation();
  if (session.state === 'signed-out') {
    rememberReturn(pathname + search + hash);
    return <Navigate to="/login" replace />;
  }
  if (session.state === 'loading' && !online) return <NoConnection />;
  if (session.state === 'loading') {
    if (isBehind(session.error)) {
      return (
        <div role="status">
          <EmptyState wholePage title={t('session.catchingUp')} text={t('session.catchingUpText')} />
        </div>
      );
    }
    return session.error ? (
      <Failed error={session.error} retry={session.retry} />
    ) : (
      <AfterMoment>
        <p className="restoring">{t('session.restoring')}</p>
      </AfterMoment>
    );
  }
  return (
    <>
      <SignedIn />
      {session.ended && <SessionEnded />}
    </>
  );
}

function SignedIn() {
  const { t } = useTranslation();
  const [help, setHelp] = useState(false);
  const [finding, setFinding] = useState(false);
  const early = useRef('');
  const find = useCallback(() => {
    early.current = '';
    setFinding(true);
  }, []);
  usePaletteKey(find);
  useRefusals();
  useOwnLanguage();
  useKeys({ '?': () => setHelp(true) });
  return (
    <TicketFilesProvider>
      <NewTicketProvider>
        <div className="shell">
          <a className="skip" href="#content">
            {t('app.skip')}
          </a>
          <nav className="rail" aria-label={t('nav.main')}>
            <RailLink to="/" label={t('nav.dashboard')}>
              <DashboardIcon />
            </RailLink>
            <RailLink to="/projects" label={t('nav.projects')}>
              <ProjectsIcon />
            </RailLink>
            <RailLink to="/all" label={t('nav.tickets')}>
              <TicketsIcon />
            </RailLink>
            <ChatLink />
            <RailLink to="/companies" label={t('nav.companies')}>
              <CompaniesIcon />
            </RailLink>
            <RailLink to="/people" label={t('nav.people')}>
              <PeopleIcon />
            </RailLink>
            <RailLink to="/reports" label={t('nav.reports')}>
              <ReportsIcon />
            </RailLink>
            <span className="rail-space" />
            <button
              type="button"
              className="rail-item"
              aria-label={t('nav.find')}
              title={t('nav.find')}
              onClick={find}
            >
              <FindIcon />
            </button>
            <Bell />
            <button
              type="button"
              className="rail-item keys-button"
              aria-label={t('help.title')}
              title={`${t('help.title')} (?)`}
              onClick={() => setHelp(true)}
            >
              <KeysIcon />
            </button>
            <Suspense fallback={<span className="rail-item" />}>
              <MeMenu />
            </Suspense>
          </nav>
          <div className="shell-main">
            <ConnectionLine />
            <RefusedChanges />
            <main id="content" tabIndex={-1}>
              <Outlet />
            </main>
          </div>
          <Suspense fallback={null}>{help && <HelpDialog onClose={() => setHelp(false)} />}</Suspense>
          <Suspense fallback={<PaletteWait early={early} />}>
            {finding && (
              <CommandPalette early={early} onClose={() => setFinding(false)} onHelp={() => setHelp(true)} />
            )}
          </Suspense>
        </div>
      </NewTicketProvider>
    </TicketFilesProvider>
  );
}

function RailLink({ to, label, children }: { to: string; label: string; children: React.ReactNode }) {
  return (
    <NavLink to={to} end={to === '/'} className="rail-item" aria-label={label} title={label}>
      {children}
    </NavLink>
  );
}

/** A command that was refused has been taken back by now; the person is told why. */
function useRefusals(): void {
  const { refusals } = useKit();
  const toast = useToast();
  const { t } = useTranslation();
  useEffect(() => {
    const tell = (error: Error) => toast({ tone: 'harm', text: errorWords(t, error) });
    refusals.add(tell);
    return () => {
      refusals.delete(tell);
    };
  }, [refusals, toast, t]);
}
