import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import type { Command } from './commands.ts';
import { sameName } from './same-name.ts';
import type { ProjectState, TagState } from './state.ts';

export function addTag(
  { tagId, name, colour }: Command<'AddTag'>,
  project: ProjectState,
): readonly ProjectEvent[] {
  requireFreeName(project, tagId, name);
  return [{ type: 'TagAdded', data: { tagId, name, colour } }];
}

export function changeTag(command: Command<'ChangeTag'>, project: ProjectState): readonly ProjectEvent[] {
  const tag = tagOf(project, command.tagId);
  const { name = tag.name, colour = tag.colour } = command;
  if (name === tag.name && colour === tag.colour) return [];
  if (name !== tag.name) requireFreeName(project, tag.id, name);
  return [{ type: 'TagChanged', data: { tagId: tag.id, name, colour } }];
}

/** Tickets that have it show it no more. */
export function removeTag({ tagId }: Command<'RemoveTag'>, project: ProjectState): readonly ProjectEvent[] {
  return [{ type: 'TagRemoved', data: { tagId: tagOf(project, tagId).id } }];
}

export function changeTeam(
  { type, tagId, userId }: Command<'AddTagMember' | 'RemoveTagMember'>,
  project: ProjectState,
): readonly ProjectEvent[] {
  const member = tagOf(project, tagId).memberIds.includes(userId);
  const adds = type === 'AddTagMember';
  if (member === adds) return [];
  return [{ type: adds ? 'TagMemberAdded' : 'TagMemberRemoved', data: { tagId, userId } }];
}

function requireFreeName(project: ProjectState, tagId: string, name: string): void {
  const taken = project.tags.some((tag) => tag.id !== tagId && sameName(tag.name, name));
  if (taken) throw new DomainError('tag_name_taken');
}

function tagOf(project: ProjectState, tagId: string): TagState {
  const tag = project.tags.find(({ id }) => id === tagId);
  if (!tag) throw new DomainError('unknown_tag');
  return tag;
}
