import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Done,
  type Person,
  picture,
  type RunningSystem,
  refusal,
  runningSystem,
} from './running-system.ts';

let system: RunningSystem;
let admin: Person;
let client: Person;
let stranger: Person;
let companyId: string;
let path: string;

beforeAll(async () => {
  system = await runningSystem();
  admin = await system.person('admin', true);
  client = await system.person('client', false);
  stranger = await system.person('stranger', false);
  companyId = await system.company('კოლხეთი „ფოთი“', admin.id, client.id);
  await system.company('Rioni', admin.id, stranger.id);
  path = `/companies/${companyId}/logo`;
});
afterAll(() => system?.stop());

type Company = { readonly logo: { fileId: string; pass: string; passUntil: string } | null };
const company = (who: Person, after: Done) => system.read<Company>(who, `/companies/${companyId}`, after);
const give = (fileId: string | null) => system.command(admin, 'PUT', path, { fileId });

describe('a company’s logo', () => {
  it('is given, shown whole and small to whoever sees the company, and taken away', async () => {
    const content = await picture(400, 200);
    const fileId = await system.upload(admin, content, 'logo.png');
    const given = await give(fileId);
    expect((await company(client, given)).logo?.fileId).toBe(fileId);
    const list = await system.read<{ items: readonly Company[] }>(client, '/companies', given);
    expect(list.items.map(({ logo }) => logo?.fileId)).toEqual([fileId]);

    const whole = await system.ask(client, 'GET', path);
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(whole.headers.get('content-disposition')).toContain('inline');
    expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
    const small = await system.ask(client, 'GET', `${path}?size=small`);
    expect(small.headers.get('content-type')).toBe('image/webp');
    const smallContent = Buffer.from(await small.arrayBuffer());
    expect(await sharp(smallContent).metadata()).toMatchObject({ width: 320, height: 160 });

    // Each size is kept under its own tag.
    const tag = whole.headers.get('etag') ?? '';
    const had = await system.ask(client, 'GET', path, undefined, { 'if-none-match': tag });
    expect([had.status, await had.text()]).toEqual([304, '']);
    const other = await system.ask(client, 'GET', `${path}?size=small`, undefined, { 'if-none-match': tag });
    expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, smallContent.byteLength]);
    const head = await system.ask(client, 'HEAD', path);
    expect([head.status, await head.text()]).toEqual([200, '']);

    const again = await give(fileId);
    expect(again.position).toBe(given.position);
    const another = await give(await system.upload(admin, await picture(50, 50), 'other.png'));
    const changed = await system.ask(client, 'GET', path, undefined, {
      'if-none-match': tag,
      'x-after-position': another.position,
    });
    expect(changed.status).toBe(200);
    await changed.arrayBuffer();
    const gone = await give(null);
    expect((await company(client, gone)).logo).toBeNull();
    const nothing = await system.ask(client, 'GET', path, undefined, { 'x-after-position': gone.position });
    expect(await refusal(nothing)).toEqual([404, 'not_found']);
  });

  it('is there for nobody of another company, by no pass but its own, and not for who left', async () => {
    const given = await give(await system.upload(admin, await picture(), 'logo.png'));
    const after = { 'x-after-position': given.position };
    const refused = await system.ask(stranger, 'GET', path, undefined, after);
    expect(await refusal(refused)).toEqual([404, 'not_found']);
    expect((await system.ask(undefined, 'GET', path)).status).toBe(401);
    const { logo } = await company(client, given);
    expect(Date.parse(logo?.passUntil ?? '')).toBeGreaterThan(Date.now());
    for (const size of ['', '&size=small']) {
      const response = await system.ask(undefined, 'GET', `${path}?pass=${logo?.pass}${size}`);
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
    for (const elsewhere of [`/companies/${stranger.id}/logo`, `/companies/${companyId}`]) {
      expect((await system.ask(undefined, 'GET', `${elsewhere}?pass=${logo?.pass}`)).status).toBe(401);
    }
    const left = await system.command(admin, 'DELETE', `/companies/${companyId}/users/${client.id}`);
    const gone = await system.ask(undefined, 'GET', `${path}?pass=${logo?.pass}`, undefined, {
      'x-after-position': left.position,
    });
    expect(await refusal(gone)).toEqual([404, 'not_found']);
    await system.command(admin, 'PUT', `/companies/${companyId}/users/${client.id}`);
  });

  it('is an image of the actor’s own, and only who manages the company changes it', async () => {
    const image = await system.upload(client, await picture(), 'mine.png');
    expect(await refusal(await system.ask(client, 'PUT', path, { fileId: image }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(await refusal(await system.ask(stranger, 'PUT', path, { fileId: null }))).toEqual([
      404,
      'not_found',
    ]);
    const stolen = await system.ask(admin, 'PUT', path, { fileId: image });
    expect(await refusal(stolen)).toEqual([422, 'unknown_file']);
    for (const [content, name] of [
      ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'logo.svg'],
      ['words', 'logo.png'],
      // Larger than a logo may be, and larger than a picture of one colour would be.
      [await noise(), 'large.png'],
    ] as const) {
      const fileId = await system.upload(admin, content, name);
      const refused = await system.ask(admin, 'PUT', path, { fileId });
      expect(await refusal(refused), name).toEqual([422, 'image_required']);
    }
    const nonsense = await system.ask(admin, 'PUT', path, {});
    expect([nonsense.status, await nonsense.json()]).toMatchObject([400, { errors: [{ path: 'fileId' }] }]);
  });
});

/** A picture of more than five megabytes. */
async function noise(): Promise<Buffer> {
  const [width, height] = [1_400, 1_300];
  let seed = 1;
  const pixels = Buffer.alloc(width * height * 3);
  for (let index = 0; index < pixels.length; index++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    pixels[index] = seed >>> 24;
  }
  const content = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  expect(content.length).toBeGreaterThan(5_000_000);
  return content;
}
