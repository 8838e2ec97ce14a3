import { useFileDrop } from '@ticketing/web-kit/uploads/file-sources.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  readonly add: (files: readonly File[]) => unknown;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
};

/** Takes files that are dropped anywhere on it, and says so while they are held over it. */
export function DropPlace({ add, disabled = false, className = '', children }: Props) {
  const { t } = useTranslation();
  const { over, handlers } = useFileDrop(add, disabled);
  return (
    <div {...handlers} className={`relative ${className}`}>
      {children}
      {over && (
        <div className="pointer-events-none absolute -inset-2 z-20 rounded-bubble border-2 border-accent border-dashed bg-[color-mix(in_srgb,var(--wash)_85%,transparent)]">
          <p className="sticky top-1/2 text-center font-semibold text-[17px] text-accent">
            {t('desk.files.here')}
          </p>
        </div>
      )}
    </div>
  );
}
