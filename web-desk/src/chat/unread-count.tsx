import { useTranslation } from 'react-i18next';

/** How many messages were not read, beside what they stand in; nothing when there are none. */
export function UnreadCount({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <>
      <span
        aria-hidden="true"
        className="figures flex h-[18px] min-w-[18px] items-center justify-center rounded-full bg-accent px-1 font-semibold text-[11px] text-on-accent"
      >
        {count > 99 ? '99+' : count}
      </span>
      <span className="sr-only">{t('desk.notifications.unread', { count })}</span>
    </>
  );
}
