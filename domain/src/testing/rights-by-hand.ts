import type { Role } from '@ticketing/contracts/kinds.ts';

/**
 * Who may do what, as the design's table says it in words: a second reading of the same rules, which shares nothing
 * with `policy/table.ts`. When a rule changes on purpose, it is changed here by hand as well.
 */
const table = `
| see tickets                    | all | all | all  | own, assigned, own company's | own, own company's   |
| open tickets                   | yes | yes | no   | yes                          | yes, for own company |
| edit title, text, dates, files | all | all | no   | own                          | own                  |
| move, assign, tag, prioritise  | yes | yes | no   | tag own                      | no                   |
| make it another company's      | all | all | no   | no                           | no                   |
| put under parents, link        | yes | yes | no   | no                           | no                   |
| subtasks                       | all | all | no   | own                          | own                  |
| comment publicly               | yes | yes | no   | where they see               | where they see       |
| chat                           | yes | yes | no   | where they see               | where they see       |
| write internal notes           | yes | yes | no   | no                           | no                   |
| remove comments of others      | yes | yes | no   | no                           | no                   |
| accept or reject a resolution  | no  | no  | no   | own                          | own, of my employer  |
| archive, restore               | yes | yes | no   | no                           | no                   |
| see contacts                   | yes | yes | yes  | no                           | no                   |
| keep contacts                  | yes | yes | no   | no                           | no                   |
| configure the project          | yes | no  | no   | no                           | no                   |
| reports                        | all | project totals and own | all | own | own company's satisfaction |
`;

const seats = ['superadmin', 'admin', 'manager', 'user', 'company user'] as const;
type Seat = (typeof seats)[number];

const rows = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [deed = '', ...cells] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [deed, cells] as const;
    }),
);

/** A person as the table speaks of them. */
export type Person = {
  readonly id: string;
  readonly superuser: boolean;
  readonly role: Role | undefined;
  /** Companies that they are an employee of, or serve. */
  readonly companies: readonly string[];
  /** Those among them that they are an employee of. */
  readonly employers: readonly string[];
};

export type TicketInTable = {
  readonly reporterId: string;
  readonly companyId: string | null;
  readonly assigneeIds: readonly string[];
};

/** What the table has a row for, by the words that the row has for it. */
export type Deed =
  | 'see tickets'
  | 'edit title, text, dates, files'
  | 'move, assign, tag, prioritise'
  | 'tag'
  | 'put under parents, link'
  | "make it another company's"
  | 'subtasks'
  | 'comment publicly'
  | 'chat'
  | 'write internal notes'
  | 'remove comments of others'
  | 'accept or reject a resolution'
  | 'archive, restore';

function cellFor(row: string, person: Person): string {
  // Whoever has no role sits in the last column, also when they belong to no company: own is own.
  const seat: Seat = person.superuser ? 'superadmin' : (person.role ?? 'company user');
  const cells = rows.get(row);
  if (!cells) throw new Error(`the table has no row “${row}”`);
  return cells[seats.indexOf(seat)] ?? 'no';
}

export function mayByHand(person: Person, deed: Deed, ticket: TicketInTable): boolean {
  const own = ticket.reporterId === person.id;
  const cell = cellFor(deed === 'tag' ? 'move, assign, tag, prioritise' : deed, person);
  return cell.split(', ').some((word) => {
    switch (word) {
      case 'all':
      case 'yes':
        return true;
      case 'no':
        return false;
      case 'own':
        return own;
      case 'tag own':
        return deed === 'tag' && own;
      case 'assigned':
        return ticket.assigneeIds.includes(person.id);
      case "own company's":
        return ticket.companyId !== null && person.companies.includes(ticket.companyId);
      case 'of my employer':
        return ticket.companyId !== null && person.employers.includes(ticket.companyId);
      case 'where they see':
        return mayByHand(person, 'see tickets', ticket);
      default:
        throw new Error(`the table does not say what “${word}” means`);
    }
  });
}

/** @param attached companies of the project */
export function mayOpenByHand(
  person: Person,
  companyId: string | null,
  attached: readonly string[],
): boolean {
  const cell = cellFor('open tickets', person);
  if (cell === 'yes') return true;
  const theirs = companyId !== null && attached.includes(companyId) && person.companies.includes(companyId);
  return cell === 'yes, for own company' && theirs;
}

export const mayConfigureByHand = (person: Person): boolean =>
  cellFor('configure the project', person) === 'yes';

/** People outside the system whom the project deals with. */
export const mayOnContactsByHand = (person: Person, deed: 'see contacts' | 'keep contacts'): boolean =>
  cellFor(deed, person) === 'yes';

/** A project is there for whoever holds a role in it or belongs to a company of it. */
export const seesProjectByHand = (person: Person, attached: readonly string[]): boolean =>
  person.superuser || person.role !== undefined || person.companies.some((id) => attached.includes(id));

/** What reports tell a person of a project, in the words of the table. */
export const reportsByHand = (person: Person): string => cellFor('reports', person);
