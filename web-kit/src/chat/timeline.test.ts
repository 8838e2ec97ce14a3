import { expect, test } from 'vitest';
import { message, page, sending, told } from '../testing/chat-samples.ts';
import { type ShownMessage, shownMessages } from './shown-messages.ts';
import { patchTimeline, type Timeline, timelineOf, withNewerPage, withOlderPage } from './timeline.ts';

const own = (commandId: string) => commandId.startsWith('own');
const quiet = { recent: [], isOwn: own };
const at100 = () => timelineOf('room', page([message('10'), message('20')]), '100', quiet);
const words = (line: Timeline, outbox: Parameters<typeof shownMessages>[1] = []): string[] =>
  shownMessages(line, outbox).map(said);
const said = ({ body, removed, reactions, outgoing }: ShownMessage): string =>
  [
    removed ? '(removed)' : body,
    ...reactions.map(({ reaction, userIds }) => `${reaction}${userIds.length}`),
    outgoing === undefined ? '' : (outgoing.refusal ?? '…'),
  ]
    .filter((part) => part !== '')
    .join(' ');
const hello = { kind: 'post', body: 'Hello', replyToId: null, files: [] } as const;

test('what somebody writes stands at the end, once, however often it is told', () => {
  const frame = told('110', message('110'));
  const line = patchTimeline(patchTimeline(at100(), frame, own), frame, own);
  expect(words(line)).toEqual(['Words 10', 'Words 20', 'Words 110']);
});

test('a position of three figures stands behind one of two', () => {
  const line = timelineOf('room', page([message('9')]), '9', quiet);
  expect(words(patchTimeline(line, told('10', message('10')), own))).toEqual(['Words 9', 'Words 10']);
});

test('an older state of a message never overwrites a newer one', () => {
  const newer = patchTimeline(at100(), told('120', message('20', { body: 'Second' })), own);
  const late = patchTimeline(newer, told('110', message('20', { body: 'First' })), own);
  expect(words(late)).toEqual(['Words 10', 'Second']);
});

test('frames that came while it was being read are laid over it, older ones are not', () => {
  const recent = [told('90', message('20', { body: 'Old' })), told('110', message('20', { body: 'New' }))];
  const line = timelineOf('room', page([message('10'), message('20')]), '100', { recent, isOwn: own });
  expect(words(line)).toEqual(['Words 10', 'New']);
});

test('a frame that an older page had already does not undo what that page says', () => {
  const line = timelineOf('room', page([message('20')], { olderCursor: 'c' }), '100', quiet);
  const older = withOlderPage(line, page([message('10', { body: 'Edited twice' })]), '150', quiet);
  expect(words(patchTimeline(older, told('140', message('10', { body: 'Edited once' })), own))).toEqual([
    'Edited twice',
    'Words 20',
  ]);
});

test('a change of an older page that was told while the page was on its way is in it', () => {
  const line = timelineOf('room', page([message('20')], { olderCursor: 'c' }), '100', quiet);
  const recent = [told('160', message('10', { body: 'Edited' }))];
  const older = withOlderPage(line, page([message('10')]), '150', { recent, isOwn: own });
  expect(words(older)).toEqual(['Edited', 'Words 20']);
});

test('a part of the past takes no new messages until its end has been read', () => {
  const past = timelineOf('room', page([message('10')], { newerCursor: 'n' }), '100', quiet);
  const told110 = told('110', message('110'));
  expect(words(patchTimeline(past, told110, own))).toEqual(['Words 10']);
  const read = withNewerPage(past, page([message('20')]), '105', { recent: [told110], isOwn: own });
  expect(words(read)).toEqual(['Words 10', 'Words 20', 'Words 110']);
});

test('a reaction to a message that is not there does not bring it', () => {
  const line = timelineOf('room', page([message('20')], { olderCursor: 'c' }), '100', quiet);
  expect(words(patchTimeline(line, told('110', message('10')), own))).toEqual(['Words 20']);
});

test('what a ticket tells comes to its place, though later words came before it', () => {
  const line = patchTimeline(at100(), told('112', message('112')), own);
  const system = message('111', { kind: 'system', body: 'moved' });
  expect(words(patchTimeline(line, told('111', system), own)).at(-2)).toBe('moved');
});

test('somebody whom the timeline does not know is asked for', () => {
  const line = patchTimeline(at100(), told('110', message('110', { authorId: 'stranger' })), own);
  expect([...line.unknown]).toEqual(['m110']);
});

test('what is written shows at once, and is there once when its frame has come', () => {
  const entry = sending('own', hello);
  expect(words(at100(), [entry])).toEqual(['Words 10', 'Words 20', 'Hello …']);
  const line = patchTimeline(at100(), told('110', message('110', { body: 'Hello' }), 'own'), own);
  expect(words(line, [entry])).toEqual(['Words 10', 'Words 20', 'Hello']);
});

test('an answered message stays through others’ messages until its own frame or a read has it', () => {
  const entry = sending('own', hello, { answer: { position: '110', messageId: 'm110' } });
  const other = patchTimeline(at100(), told('105', message('105')), own);
  expect(words(other, [entry]).at(-1)).toBe('Hello …');
  const read = timelineOf('room', page([message('110', { body: 'Hello' })]), '120', quiet);
  expect(words(read, [entry])).toEqual(['Hello']);
});

test('what a ticket tells further on does not take an answered message away', () => {
  const entry = sending('own', hello, { answer: { position: '110', messageId: 'm110' } });
  const system = told('115', message('115', { kind: 'system', body: 'moved' }));
  expect(words(patchTimeline(at100(), system, own), [entry])).toContain('Hello …');
});

test('a refused message stays and says why', () => {
  const entry = sending('own', hello, { refusal: 'forbidden' });
  expect(words(at100(), [entry]).at(-1)).toBe('Hello forbidden');
});

test('an edit, a removal and a reaction show until the server has said the same', () => {
  const edit = sending('own-1', { kind: 'edit', messageId: 'm10', body: 'Edited' });
  const react = sending('own-2', { kind: 'react', messageId: 'm20', reaction: '👍', on: true });
  expect(words(at100(), [edit, react])).toEqual(['Edited', 'Words 20 👍1']);
  const answered = { ...edit, answer: { position: '110' } };
  expect(words(at100(), [answered, react])[0]).toBe('Edited');
  // Somebody else’s later change of the same message wins over one that was answered before.
  const later = patchTimeline(at100(), told('120', message('10', { body: '', removed: true })), own);
  expect(words(later, [answered])[0]).toBe('(removed)');
  const remove = sending('own-3', { kind: 'remove', messageId: 'm20' });
  expect(words(at100(), [react, remove])[1]).toBe('(removed)');
});

test('a reaction that is taken back leaves nothing', () => {
  const line = timelineOf(
    'room',
    page([message('10', { reactions: [{ reaction: '👍', userIds: ['nino'] }] })]),
    '100',
    quiet,
  );
  const entry = sending('own', { kind: 'react', messageId: 'm10', reaction: '👍', on: false });
  expect(words(line, [entry])).toEqual(['Words 10']);
});
