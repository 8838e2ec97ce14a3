/** Positions and revisions are unsigned 64-bit integers in decimal; as strings `'9' > '10'`, so compare them here. */
export function isBefore(left: string, right: string): boolean {
  return left.length === right.length ? left < right : left.length < right.length;
}

export const later = (left: string, right: string): string => (isBefore(left, right) ? right : left);
