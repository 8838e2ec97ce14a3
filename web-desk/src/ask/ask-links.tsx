import { chooseFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { CameraIcon, PlusIcon } from '../icons.tsx';
import { holdKeyboard } from '../shell/keyboard.ts';
import { bringPhotos } from './brought-photos.ts';

/** Leads to the box, with the keyboard open where there is none to touch. */
export function AskLink({ className = '' }: { readonly className?: string }) {
  const { t } = useTranslation();
  return (
    <Link to="/ask" className={`button-primary ${className}`} onClick={holdKeyboard}>
      <PlusIcon />
      {t('desk.home.ask')}
    </Link>
  );
}

/** The quickest way on a phone: first the photo, then a word about it. */
export function AskWithPhoto({ className = '' }: { readonly className?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const words = t('desk.home.askWithPhoto');
  async function ask() {
    const photos = await chooseFiles({ accept: 'image/*' });
    if (photos.length === 0) return;
    bringPhotos(photos);
    navigate('/ask');
  }
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      className={`button-quiet px-3.5 ${className}`}
      onClick={() => void ask()}
    >
      <CameraIcon />
    </button>
  );
}
