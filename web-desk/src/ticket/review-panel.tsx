import type { Stars } from '@ticketing/contracts/kinds.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Errand } from '../unsent/letter.ts';
import { useLetters, useUnsent } from '../unsent/use-unsent.tsx';
import { StarChoice } from './star-choice.tsx';

/** Longest words on accepting and longest reason for sending back, in characters (contracts). */
const LIMIT = 2_000;

/** Support says that it is done. Whoever asked says whether it is: stars and a word, or what is still missing. */
export function ReviewPanel({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const unsent = useUnsent();
  const me = useMe();
  const letters = useLetters();
  const titleId = useId();
  const boxId = useId();
  const round = ticket.reviews.at(-1)?.round ?? 1;
  const words = useDraft(me.id, `review.${ticket.id}.${round}`);
  const [stars, setStars] = useState<Stars>();
  const [notYet, setNotYet] = useState(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const reason = useRef<HTMLTextAreaElement | null>(null);
  const waits = letters.some(
    ({ errand, refusal }) =>
      refusal === undefined &&
      (errand.kind === 'accept' || errand.kind === 'reject') &&
      errand.ticketId === ticket.id,
  );

  useEffect(() => {
    if (notYet) reason.current?.focus();
  }, [notYet]);

  async function send(errand: Errand) {
    setSending(true);
    setProblem(null);
    const outcome = await unsent.give(errand).firstTry;
    if (outcome.kind === 'refused') {
      setSending(false);
      setProblem(t('desk.ticket.review.failed', { reason: errorWords(t, outcome.error) }));
      return;
    }
    words.write('');
    if (outcome.kind === 'waits') setSending(false);
  }

  function accept(event: FormEvent) {
    event.preventDefault();
    if (stars !== undefined && !sending)
      void send({ kind: 'accept', ticketId: ticket.id, stars, words: words.text.trim() });
  }

  function reject(event: FormEvent) {
    event.preventDefault();
    const missing = words.text.trim();
    if (missing !== '' && !sending) void send({ kind: 'reject', ticketId: ticket.id, reason: missing });
  }

  const box = (label: string, hint?: string) => (
    <div className="mt-4">
      <label htmlFor={boxId} className="mb-1.5 block font-medium">
        {label}
        {hint !== undefined && <span className="block font-normal text-[13px] text-muted">{hint}</span>}
      </label>
      <GrowingBox
        id={boxId}
        ref={(element) => {
          reason.current = element;
        }}
        rows={2}
        maxLength={LIMIT}
        readOnly={sending}
        className="field block max-h-[40dvh] min-h-20"
        value={words.text}
        onChange={(event) => words.write(event.target.value)}
      />
    </div>
  );

  return (
    <section
      aria-labelledby={titleId}
      className="mt-5 animate-arrive rounded-bubble border border-accent bg-surface p-4 sm:p-5"
    >
      <h2 id={titleId} className="text-[20px] leading-snug">
        {t('desk.ticket.review.title')}
      </h2>
      <p className="mt-0.5 text-muted text-pretty">
        {ticket.archived ? t('desk.ticket.review.closedLead') : t('desk.ticket.review.lead')}
      </p>
      {waits && !sending ? (
        <p role="status" className="mt-4 font-medium">
          {t('desk.ticket.review.waits')}
        </p>
      ) : notYet ? (
        <form onSubmit={reject}>
          {box(t('desk.ticket.review.reason'), t('desk.ticket.review.reasonHint'))}
          <div className="mt-3 flex flex-wrap gap-3">
            <button
              type="submit"
              className="button-primary max-sm:flex-1"
              disabled={words.text.trim() === '' || sending}
            >
              {sending ? t('desk.ticket.review.sending') : t('desk.ticket.review.sendBack')}
            </button>
            <button
              type="button"
              className="button-quiet"
              disabled={sending}
              onClick={() => setNotYet(false)}
            >
              {t('desk.ticket.review.back')}
            </button>
          </div>
        </form>
      ) : (
        <form onSubmit={accept}>
          <StarChoice chosen={stars} choose={setStars} disabled={sending} />
          {stars !== undefined && box(t('desk.ticket.review.words'))}
          <div className="mt-4 flex flex-wrap gap-3">
            {stars !== undefined && (
              <button type="submit" className="button-primary max-sm:flex-1" disabled={sending}>
                {sending ? t('desk.ticket.review.sending') : t('desk.ticket.review.accept')}
              </button>
            )}
            <button type="button" className="button-quiet" disabled={sending} onClick={() => setNotYet(true)}>
              {t('desk.ticket.review.notYet')}
            </button>
          </div>
        </form>
      )}
      {problem !== null && (
        <p role="alert" className="mt-3 text-harm">
          {problem}
        </p>
      )}
    </section>
  );
}
