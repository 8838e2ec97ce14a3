import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { useTranslation } from 'react-i18next';
import { NotSeenYet } from '../shell/not-seen-yet.tsx';
import { Shape } from '../shell/states.tsx';

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-3/4'];

/** The shape of a list that is loading. It stays unseen for a moment, so that a quick answer does not flicker. */
export function ListShape() {
  const { t } = useTranslation();
  if (!useOnline()) return <NotSeenYet />;
  return (
    <div role="status" aria-label={t('state.loading')} className="late mt-8">
      <Shape className="mb-3 h-4 w-20" />
      <div className="rounded-bubble border border-line bg-surface">
        {widths.map((width) => (
          <div
            key={width}
            className="flex min-h-[68px] items-start gap-3 border-line border-b px-5 py-4 last:border-b-0"
          >
            <Shape className="size-[18px] rounded-full" />
            <div className="flex-1">
              <Shape className={`h-4 ${width}`} />
              <Shape className="mt-2.5 h-3 w-1/4" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
