import type { Level, Role } from '@ticketing/contracts/kinds.ts';
import fc from 'fast-check';
import type { CompanyCommand } from '../company/company.ts';
import type { TicketAction } from '../policy/policy.ts';
import { standardColumns } from '../project/decide.ts';
import { peopleOn, staysOn } from '../ticket/change-company.ts';
import type { TicketCommand } from '../ticket/commands.ts';
import type { TicketState } from '../ticket/state.ts';
import {
  type Deed,
  mayByHand,
  mayConfigureByHand,
  mayOpenByHand,
  type Person,
  seesProjectByHand,
} from './rights-by-hand.ts';
import { createWorld, type Outcome, type World, type WorldPerson } from './scripted-world.ts';
import { structureStep, structureWeights } from './structure-steps.ts';

/** What the design's table says of a command before it is sent; `refused`: by another rule, whatever the table says. */
export type Verdict = 'allowed' | 'forbidden' | 'not_found' | 'refused';
export type Judged = {
  readonly kind: Kind;
  readonly verdict: Verdict;
  readonly outcome: Outcome;
  /** What a move asked for. */
  readonly move?: Move;
};

export type Move = {
  readonly ticketId: string;
  readonly columnId: string;
  readonly after: string | undefined;
  readonly before: string | undefined;
};

/** How often each kind of command is drawn, beside the others. */
const weights = {
  open: 9,
  change: 4,
  prioritise: 2,
  changeCompany: 3,
  move: 14,
  giveRank: 6,
  assign: 6,
  unassign: 6,
  tag: 4,
  untag: 2,
  comment: 4,
  note: 3,
  editComment: 3,
  removeComment: 3,
  ...structureWeights,
  archive: 3,
  restore: 5,
  setRole: 3,
  revokeRole: 2,
  addColumn: 1,
  changeColumn: 1,
  moveColumn: 1,
  addTag: 1,
  attachCompany: 2,
  detachCompany: 1,
  joinCompany: 3,
  leaveCompany: 3,
} as const;
export type Kind = keyof typeof weights;
// Object.keys widens to string; the keys of the record are the kinds.
export const kinds = Object.keys(weights) as Kind[];

/** One draw: who, what kind, and numbers that choose among whatever there is when its turn comes. */
export type Step = {
  readonly kind: Kind;
  readonly actor: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
};

const index = fc.nat({ max: 997 });
export const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...kinds.map((kind) => ({ arbitrary: fc.constant(kind), weight: weights[kind] }))),
  actor: index,
  a: index,
  b: index,
  c: index,
});

/** Two companies, two projects, and everyone who may want something of them. */
export function populatedWorld(): World {
  const named = (name: string, number: number, superuser = false): WorldPerson => ({
    id: `019d2a00-0000-7000-8000-${number.toString(16).padStart(12, '0')}`,
    name,
    superuser,
  });
  const root = named('root', 1, true);
  const owner = named('owner', 2);
  const admin = named('admin', 3);
  const manager = named('manager', 4);
  const user = named('user', 5);
  const anna = named('anna of Alpha', 6);
  const alex = named('alex of Alpha', 7);
  const beka = named('beka of Beta', 8);
  const stranger = named('stranger', 9);
  const world = createWorld([root, owner, admin, manager, user, anna, alex, beka, stranger]);

  const [alpha, beta, first, second] = [world.newId(), world.newId(), world.newId(), world.newId()];
  for (const [id, name, people] of [
    [alpha, 'Alpha', [anna, alex]],
    [beta, 'Beta', [beka]],
  ] as const) {
    const firstAdminId = name === 'Alpha' ? owner.id : admin.id;
    world.commandCompany(root, id, { type: 'RegisterCompany', name, description: '', firstAdminId });
    for (const { id: userId } of people)
      world.commandCompany(root, id, { type: 'AssignCompanyUser', userId });
  }
  for (const [id, key, founder] of [
    [first, 'ONE', owner],
    [second, 'TWO', admin],
  ] as const) {
    const columns = standardColumns.map((column) => ({ ...column, columnId: world.newId() }));
    world.commandProject(founder, id, { type: 'CreateProject', key, name: key, description: '', columns });
    world.commandProject(root, id, { type: 'AttachCompany', companyId: alpha });
    for (const name of ['network', 'printing']) {
      world.commandProject(root, id, { type: 'AddTag', tagId: world.newId(), name, colour: '#0F766E' });
    }
  }
  for (const [projectId, userId, role] of [
    [first, admin.id, 'admin'],
    [first, manager.id, 'manager'],
    [first, user.id, 'user'],
    [second, manager.id, 'user'],
  ] as const) {
    world.commandRoles(root, projectId, { type: 'SetRole', userId, role });
  }
  return world;
}

const at = <T>(items: readonly T[], number: number): T | undefined => items[number % items.length];
/** Like `at`, but one number in ten names nothing that there is. */
const orUnknown = (world: World, ids: readonly string[], number: number): string =>
  (number % 10 === 9 ? undefined : at(ids, number)) ?? world.newId();

/** Carries out one draw. `undefined` when there is nothing yet that it could be about. */
export function perform(world: World, { kind, actor, a, b, c }: Step): Judged | undefined {
  // Those who may do most are drawn more often, so that there is something to be refused about.
  const powerful = world.people.slice(0, 3);
  const person = at([...world.people, ...powerful, ...powerful], actor);
  const projectId = at(world.projectIds, a);
  const ticketId = at(world.ticketIds, a);
  if (!person || !projectId) return undefined;
  const asker = person;
  // Some commands come within the same millisecond.
  world.pass(c % 4);
  const project = world.project(projectId);
  const ticket = ticketId === undefined ? undefined : world.ticket(ticketId);
  const attached = project?.companyIds ?? [];
  const other = at(world.people, b)?.id ?? person.id;
  const companyId = at(world.companyIds, b) ?? world.newId();
  const judged = (verdict: Verdict, outcome: Outcome): Judged => ({ kind, verdict, outcome });

  /** Of commands on the ticket that was drawn. */
  function onTicket(deeds: readonly Deed[], actions: readonly TicketAction[], command: TicketCommand) {
    if (!ticket) return undefined;
    const verdict = onTicketByHand(personIn(world, asker, ticket.projectId), deeds, ticket);
    return judged(verdict, world.commandTicket(asker, ticket.id, actions, command));
  }
  /** Of commands on how the project is set up. */
  const configuring = (): Verdict => {
    const asking = personIn(world, person, projectId);
    if (mayConfigureByHand(asking)) return 'allowed';
    return seesProjectByHand(asking, attached) ? 'forbidden' : 'not_found';
  };
  const columnIds = (of: string | undefined) =>
    world.project(of ?? projectId)?.columns.map(({ id }) => id) ?? [];
  const tagsOf = (of: string | undefined) => world.project(of ?? projectId)?.tags.map(({ id }) => id) ?? [];

  switch (kind) {
    case 'open': {
      const asking = personIn(world, person, projectId);
      const companyId = at([null, ...world.companyIds, world.newId()], b) ?? null;
      const first = project?.columns[0]?.id;
      const columnId = c % 3 === 0 ? orUnknown(world, columnIds(undefined), c) : undefined;
      const assigneeIds = c % 4 === 0 ? [other, other] : [];
      const tagIds = b % 3 === 0 ? [orUnknown(world, tagsOf(undefined), c)] : [];
      // 1 to 4 are the levels.
      const priority = (a % 3 === 0 ? 1 + (a % 4) : 2) as Level;
      const own = { reporterId: person.id, companyId, assigneeIds: [] };
      const beyond =
        assigneeIds.length > 0 || priority !== 2 || (columnId !== undefined && columnId !== first);
      const allowed =
        mayOpenByHand(asking, companyId, attached) &&
        (!beyond || mayByHand(asking, 'move, assign, tag, prioritise', own)) &&
        (tagIds.length === 0 || mayByHand(asking, 'tag', own));
      const refusal = seesProjectByHand(asking, attached) ? 'forbidden' : 'not_found';
      const input = {
        ticketType: 'task',
        title: `Ticket ${a}`,
        description: '',
        priority,
        urgency: 2,
        importance: 2,
        companyId,
        columnId,
        startDate: dateOf(b),
        dueDate: dateOf(c),
        assigneeIds,
        tagIds,
      } as const;
      return judged(allowed ? 'allowed' : refusal, world.openTicket(person, projectId, input));
    }
    case 'change': {
      const dates = { startDate: b % 2 ? dateOf(b) : undefined, dueDate: c % 2 ? dateOf(c) : undefined };
      const title = b % 3 ? undefined : `Title ${c % 2}`;
      return onTicket(['edit title, text, dates, files'], ['ticket.edit'], {
        type: 'ChangeTicket',
        title,
        ...dates,
        ticketType: c % 5 ? undefined : 'bug',
      });
    }
    case 'prioritise':
      return onTicket(['move, assign, tag, prioritise'], ['ticket.prioritise'], {
        type: 'ChangeTicket',
        // 1 to 4 are the levels.
        priority: (1 + (b % 4)) as Level,
      });
    case 'changeCompany': {
      if (!ticket) return undefined;
      const others = [null, ...world.companyIds, ...attached, world.newId()];
      const next = at(others, b) ?? null;
      const stays = peopleOn(ticket).map((id) => {
        const known = world.people.find((one) => one.id === id);
        return [id, staysOn(known && world.viewer(known), ticket, next)] as const;
      });
      return onTicket(["make it another company's"], ['ticket.company'], {
        type: 'ChangeCompany',
        companyId: next,
        fromCompanyId: ticket.companyId,
        actorId: person.id,
        stays: new Map(stays),
      });
    }
    case 'move': {
      if (!ticket) return undefined;
      const verdict = onTicketByHand(
        personIn(world, person, ticket.projectId),
        ['move, assign, tag, prioritise'],
        ticket,
      );
      // Mostly a column of the ticket's own project, sometimes one of the other or none that there is.
      const columns = columnIds(b % 7 ? ticket.projectId : at(world.projectIds, b));
      // The first two columns are drawn more often, so that they fill up.
      const columnId = orUnknown(world, [...columns, ...columns.slice(0, 2), ...columns.slice(0, 2)], c);
      const neighbours = neighboursIn(world, columnId, ticket.id, b);
      const move = { ticketId: ticket.id, columnId, ...neighbours };
      return { kind, verdict, move, outcome: world.moveTicket(person, ticket.id, move) };
    }
    case 'giveRank': {
      const like = ticket && at(cardsIn(world, ticket.columnId), b);
      if (!ticket || !like) return undefined;
      return judged('allowed', world.giveRank(ticket.id, like.rank));
    }
    case 'assign':
    case 'unassign':
      return onTicket(['move, assign, tag, prioritise'], ['ticket.assign'], {
        type: kind === 'assign' ? 'AssignTicket' : 'UnassignTicket',
        userId: other,
      });
    case 'tag':
    case 'untag':
      return onTicket(['tag'], ['ticket.tag'], {
        type: kind === 'tag' ? 'TagTicket' : 'UntagTicket',
        tagId: orUnknown(world, tagsOf(b % 5 ? ticket?.projectId : at(world.projectIds, b)), c),
      });
    case 'comment':
    case 'note':
      return onTicket(
        [kind === 'note' ? 'write internal notes' : 'comment publicly'],
        [kind === 'note' ? 'comment.internal' : 'comment.public'],
        {
          type: 'PostComment',
          commentId: world.newId(),
          body: `Words ${b}`,
          visibility: kind === 'note' ? 'internal' : 'public',
        },
      );
    case 'editComment':
    case 'removeComment':
      return (
        ticket && judgedComment(world, person, ticket, kind, orUnknown(world, [...ticket.comments.keys()], b))
      );
    case 'putUnder':
    case 'link':
    case 'unlink':
    case 'addSubtask':
    case 'changeSubtask':
    case 'completeSubtask':
    case 'reopenSubtask':
    case 'moveSubtask':
    case 'removeSubtask':
    case 'follow':
    case 'unfollow': {
      const asked = ticket && structureStep(world, kind, ticket, person.id, { b, c });
      const on = asked && world.ticket(asked.ticketId);
      if (!asked || !on) return undefined;
      const verdict = onTicketByHand(personIn(world, person, on.projectId), [asked.deed], on);
      return judged(verdict, world.commandTicket(person, on.id, asked.actions, asked.command));
    }
    case 'archive':
      return onTicket(['archive, restore'], ['ticket.archive'], { type: 'ArchiveTicket', words: '' });
    case 'restore':
      return onTicket(['archive, restore'], ['ticket.archive'], {
        type: 'RestoreTicket',
        atMilliseconds: world.now(),
      });
    case 'setRole':
    case 'revokeRole': {
      const role = at(['superadmin', 'admin', 'manager', 'user'] as const satisfies Role[], c) ?? 'user';
      const command =
        kind === 'setRole'
          ? ({ type: 'SetRole', userId: other, role } as const)
          : ({ type: 'RevokeRole', userId: other } as const);
      return judged(configuring(), world.commandRoles(person, projectId, command));
    }
    case 'addColumn': {
      const column = { columnId: world.newId(), name: 'More', colour: '#112233', category: 'todo' } as const;
      return judged(configuring(), world.commandProject(person, projectId, { type: 'AddColumn', ...column }));
    }
    case 'changeColumn': {
      const columnId = orUnknown(world, columnIds(undefined), b);
      const category = at(['todo', 'in_progress', 'done'] as const, c);
      return judged(
        configuring(),
        world.commandProject(person, projectId, { type: 'ChangeColumn', columnId, category }),
      );
    }
    case 'moveColumn': {
      const columnId = orUnknown(world, columnIds(undefined), b);
      const next = { after: at(columnIds(undefined), c), before: undefined };
      return judged(
        configuring(),
        world.commandProject(person, projectId, { type: 'MoveColumn', columnId, ...next }),
      );
    }
    case 'addTag': {
      const tag = { tagId: world.newId(), name: 'more', colour: '#112233' };
      return judged(configuring(), world.commandProject(person, projectId, { type: 'AddTag', ...tag }));
    }
    case 'attachCompany': {
      const allowed = configuring();
      // Only who serves a company brings it into a project.
      const serves = person.superuser || world.company(companyId)?.adminIds.includes(person.id);
      const verdict = allowed === 'allowed' && !serves ? 'refused' : allowed;
      return judged(verdict, world.commandProject(person, projectId, { type: 'AttachCompany', companyId }));
    }
    case 'detachCompany':
      return judged(
        configuring(),
        world.commandProject(person, projectId, { type: 'DetachCompany', companyId }),
      );
    case 'joinCompany':
    case 'leaveCompany': {
      const { companies } = personIn(world, person, projectId);
      const manages = person.superuser || world.company(companyId)?.adminIds.includes(person.id);
      const verdict = manages ? 'allowed' : companies.includes(companyId) ? 'forbidden' : 'not_found';
      const userId = at(world.people, c)?.id ?? other;
      const admins = a % 3 === 0;
      const joins: CompanyCommand = { type: admins ? 'AssignCompanyAdmin' : 'AssignCompanyUser', userId };
      const leaves: CompanyCommand = { type: admins ? 'RemoveCompanyAdmin' : 'RemoveCompanyUser', userId };
      return judged(
        verdict,
        world.commandCompany(person, companyId, kind === 'joinCompany' ? joins : leaves),
      );
    }
    default:
      return kind satisfies never;
  }
}

/** One's own comment one changes while one sees it; those of others only project admins remove. */
function judgedComment(
  world: World,
  person: WorldPerson,
  ticket: TicketState,
  kind: 'editComment' | 'removeComment',
  commentId: string,
): Judged {
  const asking = personIn(world, person, ticket.projectId);
  const moderates = mayByHand(asking, 'remove comments of others', ticket);
  const comment = ticket.comments.get(commentId);
  const mine = comment?.authorId === person.id || (kind === 'removeComment' && moderates);
  const seen = mayByHand(asking, 'see tickets', ticket);
  // On an archived ticket nobody changes anything, so whose comment it is does not come up.
  const verdict = !seen
    ? 'not_found'
    : !comment || ticket.archived
      ? 'refused'
      : mine
        ? 'allowed'
        : 'forbidden';
  const outcome = world.commandTicket(
    person,
    ticket.id,
    [],
    kind === 'editComment'
      ? { type: 'EditComment', commentId, body: `Other words ${world.now()}`, actorId: person.id }
      : { type: 'RemoveComment', commentId, actorId: person.id, moderates: world.moderates(person, ticket) },
  );
  return { kind, verdict, outcome };
}

function onTicketByHand(asking: Person, deeds: readonly Deed[], ticket: TicketState): Verdict {
  if (!mayByHand(asking, 'see tickets', ticket)) return 'not_found';
  return deeds.every((deed) => mayByHand(asking, deed, ticket)) ? 'allowed' : 'forbidden';
}

/** A person as the table speaks of them, read from the log's states and not by the policy. */
function personIn(world: World, person: WorldPerson, projectId: string): Person {
  const companies = world.companyIds.filter((id) => {
    const company = world.company(id);
    return company?.userIds.includes(person.id) || company?.adminIds.includes(person.id);
  });
  return {
    id: person.id,
    superuser: person.superuser,
    role: world.roles(projectId).held.get(person.id),
    companies,
    employers: companies.filter((id) => world.company(id)?.userIds.includes(person.id)),
  };
}

/** Dates of one week, or none. */
const dateOf = (number: number): string | null => (number % 8 === 0 ? null : `2026-03-0${1 + (number % 7)}`);

/** The board's cards of a column, from the top. */
export const cardsIn = (world: World, columnId: string): TicketState[] =>
  world.ticketIds
    .flatMap((id) => world.ticket(id) ?? [])
    .filter((ticket) => ticket.columnId === columnId && !ticket.archived)
    .sort((a, b) => (a.rank !== b.rank ? (a.rank < b.rank ? -1 : 1) : a.id < b.id ? -1 : 1));

/** Two neighbours as a mover may name them: those on the board, one only, any two tickets, none, or unknown ones. */
export function neighboursIn(
  world: World,
  columnId: string,
  movedId: string,
  number: number,
): { after: string | undefined; before: string | undefined } {
  const cards = cardsIn(world, columnId).filter(({ id }) => id !== movedId);
  const place = number % (cards.length + 1);
  const above = cards[place - 1]?.id;
  const below = cards[place]?.id;
  switch (number % 8) {
    case 0:
      return { after: undefined, before: undefined };
    case 1:
      return { after: above, before: undefined };
    case 2:
      return { after: undefined, before: below };
    case 3:
      // In the wrong order, or the same one twice.
      return { after: below, before: above ?? below };
    case 4:
      // Any two of all there are: archived, of another column, of another project, the ticket itself.
      return { after: at(world.ticketIds, number), before: at(world.ticketIds, number + 3) };
    case 5:
      return { after: world.newId(), before: below };
    default:
      return { after: above, before: below };
  }
}
