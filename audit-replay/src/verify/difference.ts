/** A value of a row as it is compared: times as ISO 8601, 64-bit integers as strings, long texts shortened. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [member: string]: Value };
export type Row = Readonly<Record<string, Value>>;

/** Which row: the read model, its table, the values of the key joined by `/`, and a ticket's or project's key. */
export type RowName = {
  readonly readModel: string;
  readonly table: string;
  readonly key: string;
  readonly label?: string;
};

/** One way in which a read model is not what the log says. `expected` is the log's word. */
export type Difference =
  | (RowName & {
      readonly kind: 'field';
      readonly field: string;
      readonly expected: Value;
      readonly found: Value;
    })
  | (RowName & { readonly kind: 'missing'; readonly expected: Row })
  | (RowName & { readonly kind: 'surplus'; readonly found: Row })
  /** The projector could not apply an event, so the stream's row stands still. */
  | {
      readonly kind: 'parked';
      readonly readModel: string;
      readonly stream: string;
      readonly position: string;
      readonly reason: string;
    };

export function differenceLine(difference: Difference): string {
  if (difference.kind === 'parked') {
    const { readModel, stream, position, reason } = difference;
    return `${readModel}: ${stream} is parked since position ${position}: ${reason}`;
  }
  const { readModel, table, key, label } = difference;
  const row = `${readModel}.${table} ${label === undefined ? key : `${label} (${key})`}`;
  switch (difference.kind) {
    case 'field':
      return `${row}: ${difference.field} is ${show(difference.found)}, the log says ${show(difference.expected)}`;
    case 'missing':
      return `${row}: the row is missing`;
    case 'surplus':
      return `${row}: the log knows nothing of this row`;
    default:
      return difference satisfies never;
  }
}

const show = (value: Value): string => JSON.stringify(value);

/** Equal whatever the order of an object's members; the order in a list counts. */
export function sameValue(one: Value | undefined, other: Value | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (isList(one) || isList(other)) {
    return (
      isList(one) &&
      isList(other) &&
      one.length === other.length &&
      one.every((value, index) => sameValue(value, other[index]))
    );
  }
  const members = Object.keys(one);
  return (
    members.length === Object.keys(other).length &&
    members.every((member) => Object.hasOwn(other, member) && sameValue(one[member], other[member]))
  );
}

// `Array.isArray` does not narrow a readonly array.
const isList = (value: object): value is readonly Value[] => Array.isArray(value);
