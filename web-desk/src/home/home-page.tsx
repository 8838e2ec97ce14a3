import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTranslation } from 'react-i18next';
import { AskLink, AskWithPhoto } from '../ask/ask-links.tsx';
import { SplitIcon } from '../icons.tsx';
import { useSplit } from './split.ts';
import { TicketBrowser } from './ticket-browser.tsx';

/** The counter: who I am, the way to ask, and everything that my company asked for. */
export function HomePage() {
  const { t } = useTranslation();
  return (
    <>
      <title>{t('desk.name')}</title>
      <HomeHead />
      <div className="mt-6 max-sm:mt-4 max-sm:pb-16">
        <TicketBrowser />
      </div>
    </>
  );
}

/** The greeting with the way to ask. */
export function HomeHead({ narrow = false }: { readonly narrow?: boolean }) {
  const me = useMe();
  const split = useSplit();
  const greeting = useGreeting(me.displayName);
  return (
    <div className={`flex flex-col gap-5 ${narrow ? '' : 'sm:flex-row sm:items-center sm:justify-between'}`}>
      <div className="flex items-center justify-between gap-3">
        <h1 className={`leading-tight ${narrow ? 'text-[20px]' : 'text-[26px]'}`}>{greeting}</h1>
        {narrow && <SplitButton />}
      </div>
      {/* On a phone it stays where the thumb is, however far down the list one has come. */}
      <div className="flex gap-2 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:z-10 max-sm:border-line max-sm:border-t max-sm:bg-canvas max-sm:px-4 max-sm:pt-2 max-sm:pb-[max(12px,env(safe-area-inset-bottom))]">
        {!narrow && split.possible && <SplitButton />}
        <AskLink className="max-sm:flex-1 [.narrow_&]:flex-1" />
        <AskWithPhoto className="sm:hidden" />
      </div>
    </div>
  );
}

function SplitButton() {
  const { t } = useTranslation();
  const split = useSplit();
  return (
    <button
      type="button"
      aria-pressed={split.on}
      title={t('desk.home.split')}
      aria-label={t('desk.home.split')}
      className={`button-quiet px-3 ${split.on ? 'text-accent' : ''}`}
      onClick={() => split.set(!split.on)}
    >
      <SplitIcon />
    </button>
  );
}

/** By this device's clock: morning until noon, evening from six. Only the first name, as one says it. */
function useGreeting(displayName: string): string {
  const { t } = useTranslation();
  const hour = new Date().getHours();
  const name = displayName.split(' ')[0] ?? displayName;
  if (hour >= 5 && hour < 12) return t('desk.home.morning', { name });
  return hour >= 12 && hour < 18 ? t('desk.home.day', { name }) : t('desk.home.evening', { name });
}
