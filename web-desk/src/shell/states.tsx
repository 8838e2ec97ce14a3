import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type NoticeProps = {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
  /** It tells of something that failed just now, and is read out at once. */
  readonly alert?: boolean;
  /** It is all that the page has. */
  readonly isPage?: boolean;
};

/** What belongs in an empty place, or what went wrong, with the next step below it. */
export function Notice({ title, hint, children, alert = false, isPage = false }: NoticeProps) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div
      role={alert ? 'alert' : undefined}
      className="flex flex-col items-center gap-2 rounded-bubble border border-line border-dashed px-6 py-12 text-center"
    >
      <Title className="font-semibold text-[17px]">{title}</Title>
      {hint && <p className="max-w-[44ch] text-muted text-pretty">{hint}</p>}
      {children && <div className="mt-4">{children}</div>}
    </div>
  );
}

/** A line of the shape of what is loading. */
export const Shape = ({ className }: { readonly className: string }) => (
  <span className={`block animate-breathe rounded-base bg-line ${className}`} />
);

/** The shape of a page whose code is still on its way. */
export function PageShape() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('state.loading')} className="late mt-10 flex flex-col gap-4">
      <Shape className="h-7 w-1/2" />
      <Shape className="h-4 w-3/4" />
      <Shape className="h-40 w-full rounded-bubble" />
    </div>
  );
}
