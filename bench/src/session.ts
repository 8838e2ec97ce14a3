import { endpoints } from '@ticketing/contracts/endpoints/all.ts';

/** A signed-in caller of a running stack. */
export type Session = {
  readonly apiUrl: string;
  readonly access: string;
  /** Calls an endpoint by its path under `/api`; throws what the server said when it refuses. */
  call<Answer>(method: string, path: string, body?: object): Promise<Answer>;
};

const paths = new Set(endpoints.map(({ path }) => path.split('/')[2]));

export async function signIn(apiUrl: string, username: string, password: string): Promise<Session> {
  const send = async <Answer>(
    method: string,
    path: string,
    body?: object,
    access?: string,
  ): Promise<Answer> => {
    if (!paths.has(path.split('/')[1] ?? '')) throw new Error(`no endpoint begins with ${path}`);
    const response = await fetch(`${apiUrl}/api${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(access ? { authorization: `Bearer ${access}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    // The endpoint's declaration says what it answers; the benchmark trusts it.
    return answer as Answer;
  };
  const { access } = await send<{ access: string }>('POST', '/auth/login', { username, password });
  return { apiUrl, access, call: (method, path, body) => send(method, path, body, access) };
}

export type Workplace = {
  readonly projectId: string;
  readonly columnIds: readonly string[];
  readonly ticketIds: readonly string[];
};

/** A project of its own with tickets to work on. */
export async function openWorkplace(session: Session, key: string, tickets: number): Promise<Workplace> {
  const { id: projectId } = await session.call<{ id: string }>('POST', '/projects', {
    key,
    name: `Bench ${key}`,
  });
  const ticketIds: string[] = [];
  let position = '0';
  for (let n = 0; n < tickets; n++) {
    const title = `Ticket ${n} of the benchmark`;
    const opened = await session.call<{ id: string; position: string }>('POST', '/tickets', {
      projectId,
      title,
    });
    ticketIds.push(opened.id);
    position = opened.position;
  }
  const response = await fetch(`${session.apiUrl}/api/projects/${projectId}`, {
    headers: { authorization: `Bearer ${session.access}`, 'x-after-position': position },
  });
  const { columns } = (await response.json()) as { columns: { id: string }[] }; // ProjectView
  return { projectId, columnIds: columns.map(({ id }) => id), ticketIds };
}

/** One command of a working day, by its number: comments, moves, changes in equal parts. */
export function commandOf(
  place: Workplace,
  n: number,
): { method: 'POST' | 'PATCH'; path: string; body: object } {
  const id = place.ticketIds[n % place.ticketIds.length];
  switch (Math.floor(n / place.ticketIds.length) % 3) {
    case 0:
      return {
        method: 'POST',
        path: `/tickets/${id}/comments`,
        body: { body: `Comment number ${n}, of a usual length.` },
      };
    case 1:
      return {
        method: 'POST',
        path: `/tickets/${id}/move`,
        body: { columnId: place.columnIds[Math.floor(n / 7) % place.columnIds.length] },
      };
    default:
      return {
        method: 'PATCH',
        path: `/tickets/${id}`,
        body: { title: `Ticket ${n} of the benchmark, renamed` },
      };
  }
}
