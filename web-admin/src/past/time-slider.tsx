import { showInstant } from '@ticketing/web-kit/show-time.ts';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, HistoryIcon, PauseIcon, PlayIcon } from '../icons.tsx';
import { activityBars, type Span, spanOf, spanStart, usefulSpans } from './moments.ts';
import './past.css';
import { stepFrom } from './slider-keys.ts';
import { usePlay } from './use-play.ts';

export type TimeSliderProps = {
  /** What is looked back at, for screen readers: `OPS as it was`. */
  readonly label: string;
  /** When it began, in milliseconds since 1970, as everything here. */
  readonly beginning: number;
  /** The instant shown; null in the present. */
  readonly at: number | null;
  /** When something changed, ascending: the bars over the slider, and where its steps lead. */
  readonly moments: readonly number[];
  /** What is shown is still on its way: playing waits for it. */
  readonly waiting: boolean;
  readonly onShow: (at: number | null) => void;
  /** Told when somebody begins to look back, and over how long a time: a good moment to load `moments`. */
  readonly onSpan?: (start: number, end: number) => void;
};

/** Between two instants that are told while the slider is dragged, in milliseconds. */
const PACE = 180;
const BARS = 48;

/** From now back to the beginning: by dragging, by keys from change to change, or played. */
export function TimeSlider(props: TimeSliderProps) {
  const { at, moments, beginning, onShow, onSpan } = props;
  const { t } = useTranslation();
  const id = useId();
  const [now, setNow] = useState(Date.now);
  const [chosen, setChosen] = useState<Span>();
  const [open, setOpen] = useState(false);
  const spans = usefulSpans(beginning, now);
  const span = chosen ?? (at === null ? (spans.find((each) => each !== 'day') ?? 'all') : spanOf(at, now));
  const start = spanStart(span, beginning, now);
  const looking = open || at !== null;
  const [draft, tell] = usePaced(at, onShow);
  const shown = draft === undefined ? at : draft;
  const bars = useMemo(
    () => (looking ? activityBars(moments, start, now, BARS) : []),
    [looking, moments, start, now],
  );
  const play = usePlay({ ...props, start, now, onShow });

  useEffect(() => {
    if (looking) onSpan?.(start, now);
  }, [looking, start, now, onSpan]);

  const back = () => {
    play.stop();
    setOpen(false);
    setChosen(undefined);
    tell(null, true);
  };
  const slide = (value: number) => {
    play.stop();
    // The right end is the present.
    tell(value >= now ? null : value);
  };
  const words = shown === null ? t('past.now') : showInstant(new Date(shown).toISOString());

  return (
    <section className={looking ? 'time-slider looking' : 'time-slider'} aria-label={props.label}>
      {looking && (
        <button
          type="button"
          className="quiet-button"
          aria-label={play.playing ? t('past.pause') : t('past.play')}
          title={play.playing ? t('past.pause') : t('past.play')}
          onClick={play.toggle}
        >
          {play.playing ? <PauseIcon /> : <PlayIcon />}
        </button>
      )}
      <button
        type="button"
        className="time-now"
        aria-expanded={looking}
        title={t('past.hint')}
        onClick={() => {
          setNow(Date.now());
          setOpen(!looking);
          if (looking) back();
        }}
      >
        <HistoryIcon />
        <span>{words}</span>
      </button>
      <span className="time-track">
        <span className="time-bars" aria-hidden="true">
          {bars.map((bar, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <i key={index} style={{ height: `${bar * 100}%` }} />
          ))}
        </span>
        <input
          id={id}
          type="range"
          min={start}
          max={now}
          step="any"
          value={Math.max(start, shown ?? now)}
          aria-label={t('past.instant')}
          aria-valuetext={words}
          onFocus={() => {
            if (!looking) setNow(Date.now());
            setOpen(true);
          }}
          onChange={(event) => slide(Number(event.currentTarget.value))}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && at !== null) {
              event.stopPropagation();
              back();
              return;
            }
            const next = stepFrom(event, { at: shown ?? now, moments, start, now });
            if (next === undefined) return;
            event.preventDefault();
            slide(next);
          }}
        />
      </span>
      {looking && (
        <>
          {spans.length > 1 && (
            <select
              className="time-span"
              aria-label={t('past.span')}
              value={span}
              onChange={(event) => {
                const next = spans.find((each) => each === event.target.value);
                if (next !== undefined) setChosen(next);
              }}
            >
              {spans.map((each) => (
                <option key={each} value={each}>
                  {t(`past.spans.${each}`)}
                </option>
              ))}
            </select>
          )}
          <button type="button" className="time-back" onClick={back}>
            {at === null ? <CloseIcon /> : null}
            <span className={at === null ? 'unseen' : undefined}>
              {at === null ? t('past.close') : t('past.back')}
            </span>
          </button>
        </>
      )}
    </section>
  );
}

/**
 * The value at once for the eye, and at a bearable pace for the address and the server. It stays until the page shows it: a
 * key that is pressed meanwhile steps on from there.
 */
function usePaced(at: number | null, onShow: (at: number | null) => void) {
  const [draft, setDraft] = useState<number | null>();
  const shown = useRef(at);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef<number | null>(null);
  const show = useRef(onShow);
  useEffect(() => {
    show.current = onShow;
  });
  useEffect(() => {
    shown.current = at;
    if (timer.current === undefined) setDraft(undefined);
  }, [at]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (at: number | null, atOnce = false) => {
    latest.current = at;
    if (atOnce) {
      clearTimeout(timer.current);
      timer.current = undefined;
      setDraft(undefined);
      show.current(at);
      return;
    }
    setDraft(at);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const told = latest.current;
      show.current(told);
      // The address names whole milliseconds, and where it names this one already nothing follows.
      if ((told === null ? null : Math.trunc(told)) === shown.current) setDraft(undefined);
    }, PACE);
  };
  return [draft, tell] as const;
}
