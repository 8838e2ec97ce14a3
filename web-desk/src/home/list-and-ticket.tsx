import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useMatch } from 'react-router';
import { Notice, PageShape } from '../shell/states.tsx';
import { HomeHead } from './home-page.tsx';
import { useSplit } from './split.ts';
import { TicketBrowser } from './ticket-browser.tsx';

/** The list and a ticket: one after the other, or side by side for who wants that on a wide screen. */
export function ListAndTicket() {
  const { t } = useTranslation();
  const split = useSplit();
  const atHome = useMatch('/') !== null;
  if (!split.on) return <Outlet />;
  return (
    <div className="grid flex-1 grid-cols-[minmax(320px,400px)_minmax(0,1fr)] gap-6">
      <div className="narrow sticky top-14 -my-6 h-[calc(100dvh-57px)] self-start overflow-y-auto border-line border-r px-1 py-6 pr-5 sm:-my-10 sm:py-8">
        <HomeHead narrow />
        <div className="mt-5">
          <TicketBrowser />
        </div>
      </div>
      <div className="flex min-w-0 flex-col">
        {atHome ? (
          <div className="m-auto w-full max-w-[440px]">
            <title>{t('desk.name')}</title>
            <Notice title={t('desk.home.chooseTitle')} hint={t('desk.home.chooseHint')} />
          </div>
        ) : (
          <Suspense fallback={<PageShape />}>
            <Outlet />
          </Suspense>
        )}
      </div>
    </div>
  );
}
