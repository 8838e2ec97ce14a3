import { useOwnLanguage } from '@ticketing/web-kit/own-language.ts';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useMatch } from 'react-router';
import { useSplit } from '../home/split.ts';
import { Mark } from '../icons.tsx';
import { Bell } from '../notifications/bell.tsx';
import { UnsentProvider } from '../unsent/use-unsent.tsx';
import { OfflineLine } from './offline-line.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import { PageShape } from './states.tsx';
import { Toasts } from './toasts.tsx';

/** What stands around every page: the name of the place on one side, one's own on the other. */
export function PageFrame() {
  const { t } = useTranslation();
  useOwnLanguage();
  const split = useSplit();
  const inLists = useMatch('/') !== null;
  const inTicket = useMatch('/tickets/:ticketId') !== null;
  const width = split.on && (inLists || inTicket) ? 'max-w-[1280px]' : 'max-w-[760px]';
  return (
    <UnsentProvider>
      <Toasts>
        <div className="flex min-h-dvh flex-col">
          <a
            href="#content"
            className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-30 focus:rounded-base focus:bg-surface focus:px-4 focus:py-2"
          >
            {t('desk.skip')}
          </a>
          <header className="sticky top-0 z-20 border-line border-b bg-canvas pt-[env(safe-area-inset-top)]">
            <div className={`mx-auto flex h-14 ${width} items-center justify-between px-4`}>
              <Link to="/" className="flex min-h-11 items-center gap-2.5 rounded-base font-semibold">
                <Mark />
                {t('desk.name')}
              </Link>
              <span className="flex items-center gap-1">
                <Bell />
                <ProfileMenu />
              </span>
            </div>
            <OfflineLine />
          </header>
          <main
            id="content"
            tabIndex={-1}
            className={`mx-auto flex w-full ${width} flex-1 flex-col px-4 py-6 outline-none sm:py-10`}
          >
            <Suspense fallback={<PageShape />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </Toasts>
    </UnsentProvider>
  );
}
