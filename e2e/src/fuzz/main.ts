import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DemoUsername } from '@ticketing/embedded/demo/demo-accounts.ts';
import { demoPerson, type Person } from '../person.ts';
import { createStackPlace } from '../stack-place.ts';
import { runProgram, startStackProcess } from '../stack-process.ts';
import { installedSchemathesis, runShown } from './schemathesis.ts';

/**
 * Sends to every endpoint what its description in `/docs/json` allows and what it does not, as a superuser, as an
 * employee of a client company and as nobody, and looks at each answer: no 5xx, no status, header or body outside the
 * document, nothing taken that should be refused. Then the read models are compared with the log.
 *
 *   npm run fuzz -- --seconds 300 --seed 1
 *
 * The stack is one of its own on temporary data. Exit code 0: nothing found.
 */
const { values } = parseArgs({
  options: {
    /** For each of the three people. */
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
  },
});

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'ignored_auth',
];

const people: readonly (DemoUsername | 'nobody')[] = ['root', 'client', 'nobody'];

const schemathesis = await installedSchemathesis();
const place = await createStackPlace();
const reports = await mkdtemp(join(tmpdir(), 'ticketing-fuzz-'));
const stack = await startStackProcess(place);
let failed = 0;
try {
  // All of them before the first one changes anything: who may archive a project does so in this run.
  const known = await Promise.all(
    people.map(async (name) => {
      const person = name === 'nobody' ? undefined : await demoPerson(place, name);
      return { name, person, ids: person ? await knownIds(person) : '' };
    }),
  );
  for (const { name, person, ids } of known) {
    console.log(`\nAs ${name}, for ${values.seconds} s, seed ${values.seed}`);
    const settings = join(reports, `${name}.toml`);
    await writeFile(settings, ids);
    const headers = person ? ['--header', `Authorization: Bearer ${person.access}`] : [];
    const code = await runShown(
      schemathesis,
      [
        '--config-file',
        settings,
        'run',
        `${place.apiUrl}/docs/json`,
        '--url',
        place.apiUrl,
        '--checks',
        (person ? checks : checks.filter((check) => check !== 'ignored_auth')).join(','),
        '--max-time',
        values.seconds,
        '--seed',
        values.seed,
        '--continue-on-failure',
        '--suppress-health-check',
        'all',
        '--generation-database',
        'none',
        ...headers,
      ],
      reports,
    );
    if (code !== 0) failed += 1;
  }
  const verify = runProgram(place, 'embedded/src/with-parts.ts', ['audit-replay/src/main.ts', 'verify']);
  const verified = await verify.ended;
  console.log(verify.printed());
  if (verified !== 0) failed += 1;
} finally {
  await stack.stop();
  await place.remove();
  await rm(reports, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** Ids of the demo, for the requests to find something behind: a random id finds nothing. */
async function knownIds(person: Person): Promise<string> {
  const { id: projectId } = await person.project('OPS');
  const board = await person.board(projectId);
  const ticket = board.columns.flatMap(({ tickets }) => tickets)[0];
  const known = (name: string, id: string | undefined) => (id ? `"${name}" = "${id}"\n` : '');
  const under = (path: string, id: string | undefined) =>
    id ? `[[operations]]\ninclude-path-regex = "^/api/${path}/"\nparameters = { "path.id" = "${id}" }\n` : '';
  return [
    '[parameters]\n',
    // A position of the future is waited for and answered with the documented 503, which would use up the time.
    known('header.x-after-position', '0'),
    known('path.columnId', board.columns[0]?.id),
    known('path.tagId', board.project.tags[0]?.id),
    known('path.companyId', board.companies[0]?.id),
    known('path.userId', board.people[0]?.id),
    under('tickets', ticket?.id),
    under('projects', projectId),
    under('companies', board.companies[0]?.id),
  ].join('');
}
