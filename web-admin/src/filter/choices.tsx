import { TicketType } from '@ticketing/contracts/kinds.ts';
import type { ProjectView, TagView } from '@ticketing/contracts/views.ts';
import { levels } from '@ticketing/web-kit/levels.ts';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { CategoryRing, PriorityBars, TypeIcon } from '../icons.tsx';
import { Avatar } from '../shell/avatar.tsx';
import type { Choice } from '../shell/choice-list.tsx';

const withIcon = (id: string, name: string, icon: ReactNode): Choice => ({
  id,
  name,
  face: (
    <span className="with-icon">
      {icon} {name}
    </span>
  ),
});

export const columnChoices = (
  columns: readonly Pick<ProjectView['columns'][number], 'id' | 'name' | 'category' | 'colour'>[],
): Choice[] =>
  columns.map(({ id, name, category, colour }) =>
    withIcon(id, name, <CategoryRing category={category} colour={colour} />),
  );

export const priorityChoices = (t: TFunction): Choice[] =>
  levels.map((level) =>
    withIcon(String(level), t(`level.${level}`), <PriorityBars level={level} label="" />),
  );

export const typeChoices = (t: TFunction): Choice[] =>
  TicketType.options.map((type) => withIcon(type, t(`type.${type}`), <TypeIcon type={type} />));

export const tagChoices = (tags: readonly TagView[]): Choice[] =>
  tags.map(({ id, name, colour }) =>
    withIcon(id, name, <span className="tag-dot" style={{ background: colour }} />),
  );

export const personChoices = (
  people: readonly { readonly id: string; readonly displayName: string }[],
): Choice[] =>
  people.map(({ id, displayName }) =>
    withIcon(
      id,
      displayName,
      <span aria-hidden="true">
        <Avatar id={id} name={displayName} size={18} />
      </span>,
    ),
  );
