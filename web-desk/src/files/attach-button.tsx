import { chooseFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import { useTranslation } from 'react-i18next';
import { ClipIcon } from '../icons.tsx';

type Props = {
  readonly add: (files: readonly File[]) => unknown;
  /** With its words beside the sign; otherwise the sign alone. */
  readonly worded?: boolean;
};

/** Opens the device's own dialog, which on a phone offers the camera as well. */
export function AttachButton({ add, worded = false }: Props) {
  const { t } = useTranslation();
  const words = t('desk.files.add');
  return (
    <button
      type="button"
      {...(worded ? {} : { 'aria-label': words, title: words })}
      className={
        worded
          ? 'quiet-action'
          : 'flex size-11 shrink-0 items-center justify-center rounded-[10px] text-muted hover:bg-hover hover:text-text'
      }
      onClick={() => void chooseFiles().then((files) => files.length > 0 && add(files))}
    >
      <ClipIcon />
      {worded && words}
    </button>
  );
}
