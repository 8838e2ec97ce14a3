import { useTranslation } from 'react-i18next';
import type { Letter } from './letter.ts';
import { useDiscard, useLetters, useUnsent } from './use-unsent.tsx';

type Props = {
  readonly ticketId: string;
  /** Puts words, and the files of their letter, back into the box. */
  readonly putBack: (words: string, letter: Letter) => void;
};

/** Messages and answers on this ticket that went later and were not taken: with the reason, and what to do about it. */
export function RefusedLetters({ ticketId, putBack }: Props) {
  const { t } = useTranslation();
  const unsent = useUnsent();
  const discard = useDiscard();
  const refused = useLetters().filter(
    ({ errand, refusal }) => refusal !== undefined && errand.kind !== 'ask' && errand.ticketId === ticketId,
  );
  return refused.map((letter) => {
    const words = wordsOf(letter);
    return (
      <div key={letter.id} role="alert" className="mt-3 rounded-bubble border border-harm px-4 py-3">
        <p className="text-harm">{t('desk.unsent.refused', { reason: t(`errors.${letter.refusal}`) })}</p>
        <p className="line-clamp-3 whitespace-pre-wrap break-words">{words}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          <button
            type="button"
            className="button-quiet"
            onClick={() => {
              unsent.takeBack(letter.id);
              putBack(words, letter);
            }}
          >
            {t('desk.unsent.putBack')}
          </button>
          <button type="button" className="button-quiet" onClick={() => discard(letter.id)}>
            {t('desk.unsent.discard')}
          </button>
        </div>
      </div>
    );
  });
}

function wordsOf({ errand }: Letter): string {
  switch (errand.kind) {
    case 'ask':
      return errand.request.title;
    case 'message':
      return errand.body;
    case 'accept':
      return errand.words;
    case 'reject':
      return errand.reason;
    default:
      return errand satisfies never;
  }
}
