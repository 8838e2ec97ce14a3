import { isDeepStrictEqual } from 'node:util';
import type { KeptView } from './kept-view.ts';

/** A view that shows something else than a read does. */
export type ViewDifference = {
  readonly who: string;
  readonly channel: string;
  /** Where, with what the view has and what a read has; the first of them. */
  readonly differences: readonly string[];
};

/** Compares every view with a read of the same thing by the same person. @throws when a read gets no answer */
export async function differingViews(
  viewers: readonly { readonly person: { readonly username: string }; views(): readonly KeptView[] }[],
): Promise<ViewDifference[]> {
  const found: ViewDifference[] = [];
  for (const viewer of viewers) {
    for (const view of viewer.views()) {
      const differences = differencesBetween(view.shown(), await view.read());
      if (differences.length > 0)
        found.push({ who: viewer.person.username, channel: view.channel, differences });
    }
  }
  return found;
}

const MOST = 20;

/** Where two values differ, as lines `path: view has …, read has …`; at most twenty. */
export function differencesBetween(view: unknown, read: unknown, path = ''): string[] {
  if (isDeepStrictEqual(view, read)) return [];
  if (isList(view) && isList(read)) {
    const byId = byIds(view, read);
    if (byId) return byId(path);
  }
  if (isObject(view) && isObject(read)) {
    const keys = [...new Set([...Object.keys(view), ...Object.keys(read)])];
    return keys.flatMap((key) => differencesBetween(view[key], read[key], `${path}.${key}`)).slice(0, MOST);
  }
  return [`${path || 'all'}: the view has ${shortened(view)}, a read has ${shortened(read)}`];
}

/** Lists of things with ids are compared thing by thing, and then by their order. */
function byIds(view: readonly unknown[], read: readonly unknown[]): ((path: string) => string[]) | undefined {
  const idOf = (item: unknown) => (isObject(item) && typeof item.id === 'string' ? item.id : undefined);
  if (![...view, ...read].every((item) => idOf(item) !== undefined)) return undefined;
  const inView = new Map(view.map((item) => [idOf(item), item]));
  const inRead = new Map(read.map((item) => [idOf(item), item]));
  return (path) => {
    const ids = [...new Set([...inView.keys(), ...inRead.keys()])];
    const found = ids.flatMap((id) => differencesBetween(inView.get(id), inRead.get(id), `${path}[${id}]`));
    if (found.length > 0) return found.slice(0, MOST);
    const order = (items: readonly unknown[]) => items.map(idOf).join(', ');
    return [`${path}: the view has the order ${order(view)}, a read has ${order(read)}`];
  };
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
}
