import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { companyStream, projectStream, userStream } from '@ticketing/contracts/streams.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import { type ProjectState, projectFold } from '@ticketing/domain/project/state.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import type { EventLog } from './event-log.ts';

/** What people and companies are called today. Somebody without a name is shown by id. */
export type Names = {
  person(userId: string): Promise<string>;
  company(companyId: string): Promise<string>;
};

/** Reads each person's and company's stream once, when its name is asked for. */
export function namesInLog(log: EventLog): Names {
  const people = new Map<string, Promise<string>>();
  const companies = new Map<string, Promise<string>>();

  async function readPerson(id: string): Promise<string> {
    if (id === SYSTEM_ACTOR) return 'System';
    let user = userFold.initial;
    for await (const event of log.readStream(userStream(id))) user = userFold.evolve(user, event);
    return user?.kind === 'registered' ? user.displayName : `person ${id}`;
  }
  async function readCompany(id: string): Promise<string> {
    let company = companyFold.initial;
    for await (const event of log.readStream(companyStream(id))) company = companyFold.evolve(company, event);
    return company?.name ?? `company ${id}`;
  }
  return {
    person: (id) => once(people, id, readPerson),
    company: (id) => once(companies, id, readCompany),
  };
}

function once(
  known: Map<string, Promise<string>>,
  id: string,
  read: (id: string) => Promise<string>,
): Promise<string> {
  const name = known.get(id) ?? read(id);
  known.set(id, name);
  return name;
}

/** What columns and tags were called at a point of the log, which is asked for in rising order. */
export type BoardNames = {
  /** Moves to what stood in the log before this position. */
  before(position: bigint): void;
  column(columnId: string): string;
  tag(tagId: string): string;
};

export async function boardNamesInLog(log: EventLog, projectId: string): Promise<BoardNames> {
  const events: RecordedEvent[] = [];
  for await (const event of log.readStream(projectStream(projectId))) events.push(event);
  let next = 0;
  let project: ProjectState | undefined = projectFold.initial;
  return {
    before(position) {
      for (let event = events[next]; event && event.position < position; event = events[next]) {
        project = projectFold.evolve(project, event);
        next++;
      }
    },
    column: (id) => project?.columns.find((column) => column.id === id)?.name ?? `column ${id}`,
    tag: (id) => project?.tags.find((tag) => tag.id === id)?.name ?? `tag ${id}`,
  };
}
