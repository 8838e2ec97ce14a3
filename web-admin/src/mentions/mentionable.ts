/** Somebody who is offered where a text is written, to be mentioned in it. */
export type Mentionable = { readonly id: string; readonly displayName: string; readonly username: string };

/** Those whose name or user name has words that begin so, the best first; a handful. */
export function matching(people: readonly Mentionable[], words: string): readonly Mentionable[] {
  const wanted = words.trim().toLocaleLowerCase();
  const rank = ({ displayName, username }: Mentionable): number => {
    const name = displayName.toLocaleLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 1;
    return username.toLocaleLowerCase().startsWith(wanted) ? 2 : 3;
  };
  return people
    .map((person) => ({ person, rank: rank(person) }))
    .filter((each) => each.rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, 8)
    .map(({ person }) => person);
}

/** The name by which somebody is written: two people of one name are told apart by their user names. */
export function writtenName(person: Mentionable, people: readonly Mentionable[]): string {
  const others = people.some((other) => other.id !== person.id && other.displayName === person.displayName);
  return others ? `${person.displayName} (${person.username})` : person.displayName;
}
