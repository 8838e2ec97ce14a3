import type { TicketCommand } from '@ticketing/domain/ticket/commands.ts';
import type { IncidentRow } from './incident-row.ts';

/** What an incident is called on the board: its number first, so that it is found by it. */
export function titleOf({ number, category, subcategory }: IncidentRow): string {
  const what = [category, subcategory].filter((part) => part !== null).join(' · ');
  return `${number} ${what || 'Incident'}`;
}

/** What the log knows besides what a ticket has a field for. Markdown; names nobody. */
export function descriptionOf(row: IncidentRow): string {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Incident', row.number],
    ['Location', row.location],
    ['Contact', row.contactType],
    ['Symptom', row.symptom],
    ['Configuration item', row.configurationItem],
    ['Problem', row.problem],
    ['Change request', row.changeRequest],
    ['Vendor', row.vendor],
    ['Caused by', row.causedBy],
    ['Knowledge article', row.knowledge ? 'yes' : 'no'],
    ['Priority confirmed', row.priorityConfirmed ? 'yes' : 'no'],
  ];
  return facts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `- **${name}:** ${value}`)
    .join('\n');
}

/** The ids that the names of the file stand for in the project. */
export type Names = {
  readonly columnId: (state: IncidentRow['state']) => string;
  readonly tagId: (group: string) => string;
  readonly resolverId: (resolver: string) => string;
};

/** What happened to an incident between two rows, as commands on its ticket; none when nothing that a ticket has changed. */
export function commandsBetween(before: IncidentRow, after: IncidentRow, names: Names): TicketCommand[] {
  const commands: TicketCommand[] = [];
  const title = titleOf(after);
  const description = descriptionOf(after);
  const { priority, urgency, importance } = after;
  const changed = {
    ...(title === titleOf(before) ? {} : { title }),
    ...(description === descriptionOf(before) ? {} : { description }),
    ...(priority === before.priority && urgency === before.urgency && importance === before.importance
      ? {}
      : { priority, urgency, importance }),
  };
  if (Object.keys(changed).length > 0) commands.push({ type: 'ChangeTicket', ...changed });
  if (after.group !== before.group) {
    if (before.group !== null) commands.push({ type: 'UntagTicket', tagId: names.tagId(before.group) });
    if (after.group !== null) commands.push({ type: 'TagTicket', tagId: names.tagId(after.group) });
  }
  if (after.resolver !== before.resolver) {
    if (before.resolver !== null) {
      commands.push({ type: 'UnassignTicket', userId: names.resolverId(before.resolver) });
    }
    if (after.resolver !== null) {
      commands.push({ type: 'AssignTicket', userId: names.resolverId(after.resolver) });
    }
  }
  if (after.state !== before.state) {
    commands.push({
      type: 'MoveTicket',
      columnId: names.columnId(after.state),
      after: undefined,
      before: undefined,
      atMilliseconds: after.updatedAt,
      unreviewed: true,
    });
  }
  return commands;
}
