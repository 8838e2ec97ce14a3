import type { PersonView } from '@ticketing/contracts/views.ts';
import { initials } from '@ticketing/web-kit/show-time.ts';
import { useTranslation } from 'react-i18next';

/** A quiet hue for a person, always the same one for the same id. The initials carry the meaning. */
function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 360;
  return sum;
}

export function Avatar({ id, name, size = 20 }: { id: string; name: string; size?: number }) {
  return (
    <span
      className="avatar"
      role="img"
      aria-label={name}
      title={name}
      // Drawn by the style sheet: two letters are a picture of the name and no words of their own.
      data-initials={initials(name)}
      style={{ width: size, height: size, fontSize: size * 0.4, ['--hue' as string]: hueOf(id) }}
    />
  );
}

/** The first few, then +n. */
export function Avatars({
  ids,
  people,
  max = 3,
}: {
  ids: readonly string[];
  people: PeopleById;
  max?: number;
}) {
  const { t } = useTranslation();
  const shown = ids.slice(0, max);
  return (
    <span className="avatars">
      {shown.map((id) => (
        <Avatar key={id} id={id} name={people.get(id)?.displayName ?? t('person.unknown')} />
      ))}
      {ids.length > max && <span className="more">+{ids.length - max}</span>}
    </span>
  );
}

export type PeopleById = ReadonlyMap<string, PersonView>;
export const byId = <T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((item) => [item.id, item]));
