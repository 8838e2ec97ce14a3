import type { UploadView } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import { ApiError } from '../api-error.ts';
import type { SendOptions } from './send-file.ts';
import { MAX_FILE_BYTES, showSize, uploadRefusal } from './upload-limits.ts';
import { Uploads } from './uploads.ts';

type Sent = {
  readonly name: string;
  readonly options: SendOptions;
  readonly arrive: () => void;
  readonly fail: (error: unknown) => void;
};

/** Uploads whose sending is in the test's hand. */
function given(atOnce = 2) {
  const sent: Sent[] = [];
  const ready: string[] = [];
  const chances = new Set<() => void>();
  const uploads = new Uploads({
    atOnce,
    onChance: (listener) => {
      chances.add(listener);
      return () => chances.delete(listener);
    },
    onReady: ({ name }) => ready.push(name),
    send: (file, options) =>
      new Promise<UploadView>((done, refuse) => {
        const view = { fileId: file.name, name: file.name, contentType: 'text/plain', size: 1, digest: '' };
        options.signal.addEventListener('abort', () => refuse(options.signal.reason));
        sent.push({ name: file.name, options, arrive: () => done(view), fail: refuse });
      }),
  });
  const states = () => uploads.list.map(({ file, state }) => `${file.name} ${state}`);
  const chance = () => {
    for (const listener of [...chances]) listener();
  };
  return { uploads, sent, ready, states, chance, chances };
}

const text = (name: string) => new File(['x'], name, { type: 'text/plain' });
const settled = () => new Promise((done) => setTimeout(done));

test('files go a few at a time, and each tells how far it is', async () => {
  const { uploads, sent, states, ready } = given();
  uploads.add(['a', 'b', 'c'].map(text));
  expect(states()).toEqual(['a sending', 'b sending', 'c waiting']);
  sent[0]?.options.onProgress(0.5);
  expect(uploads.list[0]?.progress).toBe(0.5);
  sent[0]?.arrive();
  await settled();
  expect(states()).toEqual(['a ready', 'b sending', 'c sending']);
  expect(ready).toEqual(['a']);
});

test('what is surely not taken is never sent', () => {
  const { uploads, sent, states } = given();
  uploads.add([text('virus.exe'), text('notes.txt')]);
  expect(states()).toEqual(['virus.exe refused', 'notes.txt sending']);
  expect(sent.map(({ name }) => name)).toEqual(['notes.txt']);
});

test('a file that did not get through is sent again under the same name of the command', async () => {
  const { uploads, sent, states } = given();
  const [key = ''] = uploads.add([text('a')]);
  sent[0]?.fail(new ApiError('internal', 500, ''));
  await settled();
  expect(states()).toEqual(['a failed']);
  uploads.retry(key);
  expect(states()).toEqual(['a sending']);
  expect(sent[1]?.options.commandId).toBe(sent[0]?.options.commandId);
});

test('while the server is away files are held, and go on by themselves under the same names', async () => {
  const { uploads, sent, states, chance, chances } = given();
  const [, second = ''] = uploads.add(['a', 'b', 'c'].map(text));
  for (const each of [0, 1, 2]) {
    sent[each]?.fail(new ApiError('unreachable', 0, ''));
    await settled();
  }
  expect(states()).toEqual(['a held', 'b held', 'c held']);
  uploads.remove(second);
  chance();
  expect(states()).toEqual(['a sending', 'c sending']);
  expect(sent.slice(3).map(({ options }) => options.commandId)).toEqual(
    [sent[0], sent[2]].map((one) => one?.options.commandId),
  );
  sent[3]?.fail(new ApiError('unreachable', 503, ''));
  await settled();
  uploads.clear();
  expect(chances.size).toBe(0);
});

test('what was chosen before stands there once, and goes up only when it has not arrived yet', async () => {
  const { uploads, sent, states } = given();
  const arrived = { fileId: 'f1', name: 'a', contentType: 'text/plain', size: 1, digest: '' };
  const chosen = [
    { key: 'k1', file: text('a'), uploaded: arrived },
    { key: 'k2', file: text('b'), uploaded: null },
  ];
  uploads.bringBack(chosen);
  uploads.bringBack(chosen);
  expect(states()).toEqual(['a ready', 'b sending']);
  expect(uploads.list[0]?.uploaded).toEqual(arrived);
  expect(sent.map(({ options }) => options.commandId)).toEqual(['k2']);
});

test('what the server refuses is not offered to be sent again', async () => {
  const { uploads, sent, states } = given();
  const [key = ''] = uploads.add([text('a')]);
  sent[0]?.fail(new ApiError('file_type_refused', 415, ''));
  await settled();
  uploads.retry(key);
  expect(states()).toEqual(['a refused']);
});

test('a file that is taken away is stopped and makes room for the next', async () => {
  const { uploads, sent, states } = given(1);
  const [key = ''] = uploads.add(['a', 'b'].map(text));
  uploads.remove(key);
  await settled();
  expect(sent[0]?.options.signal.aborted).toBe(true);
  expect(states()).toEqual(['b sending']);
});

test('limits are told by size and name; what is doubtful is left to the server', () => {
  const file = (over: Partial<File>) => ({ name: 'a', size: 1, type: '', ...over });
  expect(uploadRefusal(file({ size: MAX_FILE_BYTES }))).toBeNull();
  expect(uploadRefusal(file({ size: MAX_FILE_BYTES + 1 }))).toBe('too_large');
  expect(uploadRefusal(file({ name: 'setup.EXE' }))).toBe('type_refused');
  expect(uploadRefusal(file({ name: 'old.doc', type: 'application/msword' }))).toBeNull();
});

test('sizes are shown as people say them', () => {
  expect([640, 12_345, 3_440_000, 10_485_760].map((bytes) => showSize(bytes, 'en'))).toEqual([
    '640 B',
    '12 kB',
    '3.4 MB',
    '10 MB',
  ]);
});
