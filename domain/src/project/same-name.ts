/** Names of columns and tags are one and the same to people however they are capitalised or composed. */
export const sameName = (one: string, other: string): boolean => folded(one) === folded(other);

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();
