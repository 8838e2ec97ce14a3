import { momentAfter, momentBefore } from './moments.ts';

type Where = {
  readonly at: number;
  readonly moments: readonly number[];
  readonly start: number;
  readonly now: number;
};

const HOUR = 3_600_000;

/**
 * Where a key leads: arrows from change to change (an hour where none is known), with Shift an hour, Page keys a day,
 * Home to the beginning, End to now. Undefined: none of the slider's keys.
 */
export function stepFrom(
  event: { readonly key: string; readonly shiftKey: boolean },
  { at, moments, start, now }: Where,
): number | undefined {
  const within = (value: number) => Math.min(now, Math.max(start, value));
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return within(event.shiftKey ? at - HOUR : (momentBefore(moments, at) ?? at - HOUR));
    case 'ArrowRight':
    case 'ArrowUp':
      // Behind the last change there is only the present.
      return within(event.shiftKey ? at + HOUR : (momentAfter(moments, at) ?? now));
    case 'PageDown':
      return within(at - 24 * HOUR);
    case 'PageUp':
      return within(at + 24 * HOUR);
    case 'Home':
      return start;
    case 'End':
      return now;
    default:
      return undefined;
  }
}
