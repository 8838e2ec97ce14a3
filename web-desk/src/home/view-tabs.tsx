import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type View, views } from './list-address.ts';

type Props = {
  readonly chosen: View;
  readonly counts: Readonly<Record<View, string | undefined>>;
  readonly choose: (view: View) => void;
};

/** Which tickets are shown, with how many there are of each. On a narrow screen the row is pushed with the thumb. */
export function ViewTabs({ chosen, counts, choose }: Props) {
  const { t } = useTranslation();
  const row = useRef<HTMLFieldSetElement>(null);
  const widths = Object.values(counts).join(' ');
  // The chosen one may be further along the row than the screen is wide, or be pushed there when the counts come.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again whenever the tabs change their widths
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>(`[data-view="${chosen}"]`);
    if (!row.current || !tab) return;
    row.current.scrollTo({ left: tab.offsetLeft - (row.current.clientWidth - tab.clientWidth) / 2 });
  }, [chosen, widths]);
  return (
    <fieldset ref={row} className="relative -mx-4 min-w-0 overflow-x-auto px-4 py-0.5 [scrollbar-width:none]">
      <legend className="sr-only">{t('desk.home.show')}</legend>
      <div className="flex gap-2 sm:flex-wrap sm:gap-1.5">
        {views.map((view) => (
          <label
            key={view}
            data-view={view}
            className="flex min-h-11 shrink-0 cursor-pointer items-center gap-2 rounded-full border border-line bg-surface px-4 text-muted sm:gap-1.5 sm:px-3 has-checked:border-accent has-checked:on-wash has-checked:font-semibold has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="show"
              className="sr-only"
              checked={chosen === view}
              onChange={() => choose(view)}
            />
            {t(`desk.home.${view}`)}
            {counts[view] !== undefined && (
              <span className="figures font-normal text-[13px] text-muted">{counts[view]}</span>
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
