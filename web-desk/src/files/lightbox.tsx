import type { AttachmentView } from '@ticketing/contracts/views.ts';
import type { FileAddresses } from '@ticketing/web-kit/uploads/attachments.ts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { BackIcon, CloseIcon, DownloadIcon } from '../icons.tsx';

type Props = {
  readonly pictures: readonly AttachmentView[];
  readonly shownId: string;
  readonly addresses: FileAddresses;
  readonly show: (fileId: string | null) => void;
};

const roundButton =
  'flex size-11 items-center justify-center rounded-full bg-[rgb(20_22_24/0.7)] text-[#fff] hover:bg-[rgb(20_22_24/0.95)] disabled:invisible';

/** One picture as large as the screen allows, with its neighbours by arrow, thumb or mouse. */
export default function Lightbox({ pictures, shownId, addresses, show }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const swipeFrom = useRef<number | null>(null);
  const index = pictures.findIndex(({ id }) => id === shownId);
  const picture = pictures[index];

  useEffect(() => {
    // It leaves with the page; closing it here would be told as a person's wish.
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);

  const step = (by: 1 | -1) => {
    const next = pictures[index + by];
    if (next !== undefined) show(next.id);
  };
  if (picture === undefined) return null;
  return (
    <dialog
      ref={dialog}
      aria-label={picture.name}
      className="m-0 h-dvh max-h-none w-dvw max-w-none animate-arrive bg-[rgb(10_11_12/0.94)] p-0 text-[#fff] backdrop:bg-transparent"
      onClose={() => show(null)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') step(1);
        if (event.key === 'ArrowLeft') step(-1);
      }}
      onPointerDown={(event) => {
        swipeFrom.current = event.pointerType === 'touch' ? event.clientX : null;
      }}
      onPointerUp={(event) => {
        if (swipeFrom.current === null) return;
        const moved = event.clientX - swipeFrom.current;
        if (Math.abs(moved) > 60) step(moved < 0 ? 1 : -1);
      }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: beside the picture a press closes it */}
      <div
        className="flex size-full items-center justify-center p-3 sm:p-10"
        onClick={(event) => event.target === event.currentTarget && show(null)}
      >
        <img
          src={addresses.content(picture.id) ?? addresses.thumbnail(picture.id)}
          alt={picture.name}
          className="max-h-full max-w-full touch-pinch-zoom rounded-base object-contain"
        />
      </div>
      <p className="absolute top-0 left-0 max-w-[60%] truncate px-4 py-4 text-[13px]">
        {picture.name}
        {pictures.length > 1 && (
          <span className="ml-3 opacity-75">
            {t('desk.files.place', { index: index + 1, count: pictures.length })}
          </span>
        )}
      </p>
      <div className="absolute top-2 right-2 flex gap-2">
        <a
          href={addresses.download(picture.id)}
          aria-label={t('desk.files.download')}
          className={roundButton}
        >
          <DownloadIcon />
        </a>
        <button
          type="button"
          aria-label={t('desk.files.close')}
          className={roundButton}
          onClick={() => show(null)}
        >
          <CloseIcon />
        </button>
      </div>
      <button
        type="button"
        aria-label={t('desk.files.previous')}
        className={`${roundButton} absolute top-1/2 left-2 -translate-y-1/2`}
        disabled={index === 0}
        onClick={() => step(-1)}
      >
        <BackIcon />
      </button>
      <button
        type="button"
        aria-label={t('desk.files.next')}
        className={`${roundButton} absolute top-1/2 right-2 -translate-y-1/2 rotate-180`}
        disabled={index === pictures.length - 1}
        onClick={() => step(1)}
      >
        <BackIcon />
      </button>
    </dialog>
  );
}
