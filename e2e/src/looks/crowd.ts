import { DEMO_PASSWORD } from '@ticketing/embedded/demo/demo-accounts.ts';
import type { Person } from '../person.ts';
import { LONG_TITLE, LONG_WORD, LONG_WORDS } from './long-words.ts';

const names = [
  'ალექსანდრე მჭედლიშვილი',
  'თინათინ ჩხარტიშვილი-ამირანაშვილი',
  LONG_WORD.slice(0, 60),
  'ზვიად კვარაცხელია',
  'ეკა',
  'გურამ ხინთიბიძე',
  'მარიამ წულაძე',
  'ბექა ბერიძე',
  'სალომე ნადირაძე',
  'ლევან თოფურია',
];

const tags = [
  'ქსელი',
  'ელექტრონული ფოსტა',
  'საბეჭდი მოწყობილობები',
  LONG_WORD.slice(0, 40),
  'ანგარიშფაქტურები',
  'სასწრაფო',
  'ოფისი',
  'საწყობი',
  'ინტერნეტი',
  'ტელეფონები და სადგურები',
  'კამერა',
];

/** People's ids. */
export type Crowd = { readonly everybody: readonly string[]; readonly staff: readonly string[] };

/** Ten people in a project and their company, tags with a team, contacts, invitations. */
export async function registerCrowd(root: Person, projectId: string, companyId: string): Promise<Crowd> {
  const project = `/api/projects/${projectId}`;
  const ids: string[] = [];
  const isStaff = (n: number) => n % 3 !== 2;
  for (const [n, displayName] of names.entries()) {
    const staff = isStaff(n);
    const { id } = await root.command('POST', '/api/users', {
      username: `look.person.${n}`,
      displayName,
      password: DEMO_PASSWORD,
      staff,
      email: `${LONG_WORD.slice(0, 30).toLowerCase()}.${n}@ძალიანგრძელი.example`.replace(/[^ -~]/g, 'a'),
      ...(staff ? {} : { companyId }),
    });
    ids.push(id);
    await root.command('PUT', `${project}/roles/${id}`, { role: n % 2 === 0 ? 'user' : 'admin' });
  }
  for (const [n, name] of tags.entries()) {
    await root.command('POST', `${project}/tags`, {
      name,
      colour: ['#2563EB', '#B45309', '#7C3AED'][n % 3],
    });
  }
  const [team] = (await root.project('LOOKSLOOKS')).tags;
  for (const id of ids.slice(0, 6)) {
    await root.command('PUT', `${project}/tags/${team?.id}/members/${id}`);
  }
  for (const name of ['გარე მომწოდებელი', LONG_WORD.slice(0, 80)]) {
    await root.command('POST', `${project}/contacts`, {
      name,
      email: 'somebody@elsewhere.example',
      phone: '+995 555 123 456',
      title: LONG_TITLE.slice(0, 80),
      department: 'ტექნიკური მხარდაჭერის დეპარტამენტი',
      notes: LONG_WORDS,
    });
  }
  for (const [n, role] of (['admin', 'user'] as const).entries()) {
    await root.command('POST', `${project}/invitations`, { email: `invited.${n}@elsewhere.example`, role });
  }
  return { everybody: ids, staff: ids.filter((_, n) => isStaff(n)) };
}
