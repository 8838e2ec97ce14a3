import { createSender } from './sender.ts';
import type { Session } from './session.ts';

export type BoardWorld = {
  readonly id: string;
  readonly key: string;
  readonly columnNames: readonly string[];
};

const COLUMNS = ['To Do', 'In Progress', 'Review', 'Done', 'Waiting', 'Testing', 'Blocked', 'Accepted'];
const TAGS = ['network', 'hardware', 'urgent', 'finance'];
/** Commands under way at once. */
const AT_ONCE = 32;

/** A project with eight columns of equally many tickets, as different as those of a working day. */
export async function openBoard(session: Session, tickets: number): Promise<BoardWorld> {
  const key = `W${Date.now().toString(36).slice(-6)}`.toUpperCase();
  const { id } = await session.call<{ id: string }>('POST', '/projects', { key, name: 'A large board' });
  for (const name of COLUMNS.slice(4)) {
    await session.call('POST', `/projects/${id}/columns`, { name, category: 'in_progress' });
  }
  for (const name of TAGS) await session.call('POST', `/projects/${id}/tags`, { name });
  const { columns, tags } = await projectWith(session, id);
  const me = await session.call<{ id: string }>('GET', '/me');
  const sender = createSender(session);
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < tickets; n = next++) {
      const long = n % 3 === 0 ? ' and nobody knows since when it has been like that' : '';
      await sender.post('/tickets', {
        projectId: id,
        title: `Printer ${n} on the third floor prints pages upside down${long}`.slice(0, 40 + (n % 60)),
        columnId: columns[n % columns.length]?.id,
        type: ['task', 'bug', 'story'][n % 3],
        priority: (n % 4) + 1,
        tagIds: n % 2 === 0 ? [tags[n % tags.length]?.id] : [],
        assigneeIds: n % 5 === 0 ? [] : [me.id],
        dueDate: n % 4 === 0 ? '2024-05-05' : null,
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    sender.close();
  }
  return { id, key, columnNames: columns.map(({ name }) => name) };
}

type Project = { columns: { id: string; name: string }[]; tags: { id: string }[] };

/** The project as soon as it is read with everything that was added to it. */
async function projectWith(session: Session, id: string): Promise<Project> {
  for (;;) {
    const project = await session.call<Project>('GET', `/projects/${id}`).catch(() => undefined);
    if (project?.columns.length === COLUMNS.length && project.tags.length === TAGS.length) return project;
  }
}
