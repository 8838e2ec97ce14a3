import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { openTicket } from '@ticketing/contracts/endpoints/tickets.ts';
import { type Level, TicketType } from '@ticketing/contracts/kinds.ts';
import { levels } from '@ticketing/web-kit/levels.ts';
import type { NewTicketStart } from '../shell/new-ticket.tsx';

/** What has been filled in; it is kept on the device until the ticket is opened. */
export type NewTicketForm = {
  projectId?: string | undefined;
  title: string;
  description: string;
  type: TicketType;
  priority: Level;
  columnId?: string | undefined;
  companyId: string | null;
  assigneeIds: string[];
  tagIds: string[];
  startDate: string | null;
  dueDate: string | null;
  parent: { id: string; key: string; title: string } | null;
};

type Is = (value: unknown) => boolean;
const isText: Is = (value) => typeof value === 'string';
const isTextOrNull: Is = (value) => value === null || isText(value);
const isTextOrAbsent: Is = (value) => value === undefined || isText(value);
const isTexts: Is = (value) => Array.isArray(value) && value.every(isText);
const hasTexts = (value: unknown, names: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && names.every((name) => isText(Reflect.get(value, name)));

/** What each part of a draft must be: an older version of the app may have kept another one. */
const parts: Readonly<Record<keyof NewTicketForm, Is>> = {
  projectId: isTextOrAbsent,
  title: isText,
  description: isText,
  type: (value) => TicketType.options.some((each) => each === value),
  priority: (value) => levels.some((each) => each === value),
  columnId: isTextOrAbsent,
  companyId: isTextOrNull,
  assigneeIds: isTexts,
  tagIds: isTexts,
  startDate: isTextOrNull,
  dueDate: isTextOrNull,
  parent: (value) => value === null || hasTexts(value, ['id', 'key', 'title']),
};

const isForm = (value: unknown): value is NewTicketForm =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(parts).every(([name, is]) => is(Reflect.get(value, name)));

export const emptyForm: NewTicketForm = {
  title: '',
  description: '',
  type: 'task',
  priority: 2,
  companyId: null,
  assigneeIds: [],
  tagIds: [],
  startDate: null,
  dueDate: null,
  parent: null,
};

/** The kept draft with what the dialog was opened with; what belongs to another project is left out. */
export function formFrom(draft: string, start: NewTicketStart): NewTicketForm {
  const kept = parse(draft);
  const moved = start.projectId === undefined ? kept : inProject(kept, start.projectId);
  return { ...moved, ...start };
}

function parse(draft: string): NewTicketForm {
  try {
    const kept: unknown = JSON.parse(draft);
    return isForm(kept) ? kept : emptyForm;
  } catch {
    return emptyForm;
  }
}

/** The form for another project: columns, tags, people, companies and parents are each project's own. */
export function inProject(form: NewTicketForm, projectId: string): NewTicketForm {
  if (form.projectId === projectId) return form;
  const { title, description, type, priority, startDate, dueDate } = form;
  return { ...emptyForm, title, description, type, priority, startDate, dueDate, projectId };
}

/** What stays for the next one of a row of tickets: everything but its words. */
export const nextForm = (form: NewTicketForm): NewTicketForm => ({ ...form, title: '', description: '' });

/** Whether there is anything worth keeping. */
export const isWritten = (form: NewTicketForm): boolean =>
  form.title.trim() !== '' || form.description.trim() !== '';

export function bodyOf(
  form: NewTicketForm,
  projectId: string,
  fileIds: readonly string[],
): BodySentOf<typeof openTicket> {
  const { parent, columnId, title, projectId: _, ...rest } = form;
  return {
    ...rest,
    projectId,
    title: title.trim(),
    parentId: parent?.id ?? null,
    ...(columnId === undefined ? {} : { columnId }),
    ...(fileIds.length === 0 ? {} : { fileIds: [...fileIds] }),
  };
}
