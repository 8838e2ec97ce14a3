import type { RecordedEvent } from './recorded-event.ts';

/** What of `$all` a reader wants. `matches` is applied to the stream's name or to the event's type. */
export type EventFilter = {
  readonly on: 'stream' | 'type';
  readonly matches: (name: string) => boolean;
  /** A checkpoint is due after this many considered events. */
  readonly checkpointInterval: number;
};

export class InvalidFilterError extends Error {}

/** The search window that counts when the client names none. */
export const DEFAULT_WINDOW = 32;

/** Source of the rules: prefixes are alternatives; a regular expression is unanchored and wins. */
export function buildFilter(wanted: {
  on: 'stream' | 'type';
  regex: string;
  prefixes: readonly string[];
  window: number;
  checkpointIntervalMultiplier: number;
}): EventFilter {
  return {
    on: wanted.on,
    matches: wanted.regex !== '' ? matchesExpression(wanted.regex) : startsWithOneOf(wanted.prefixes),
    checkpointInterval: Math.max(1, wanted.window) * Math.max(1, wanted.checkpointIntervalMultiplier),
  };
}

export function passes(filter: EventFilter, event: RecordedEvent): boolean {
  return filter.matches(filter.on === 'stream' ? event.stream : event.type);
}

function startsWithOneOf(prefixes: readonly string[]): (name: string) => boolean {
  const [only, ...others] = prefixes;
  if (only !== undefined && others.length === 0) return (name) => name.startsWith(only);
  return (name) => prefixes.some((prefix) => name.startsWith(prefix));
}

function matchesExpression(source: string): (name: string) => boolean {
  try {
    const expression = new RegExp(source);
    return (name) => expression.test(name);
  } catch {
    throw new InvalidFilterError(
      `The filter's regular expression /${source}/ cannot be understood. Correct it.`,
    );
  }
}
