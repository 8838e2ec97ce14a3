import { expect, it } from 'vitest';
import { rangeOf } from './byte-range.ts';

const tag = '"a"';
const of = (range: string | undefined, more: { 'if-range'?: string } = {}, size = 100) =>
  rangeOf({ range, ...more }, tag, size);

it('reads one range, from either end, and cuts it off at the end of the file', () => {
  expect(of('bytes=0-0')).toEqual({ first: 0, last: 0 });
  expect(of('bytes=10-')).toEqual({ first: 10, last: 99 });
  expect(of('bytes=10-1000')).toEqual({ first: 10, last: 99 });
  expect(of('bytes=-5')).toEqual({ first: 95, last: 99 });
  expect(of('bytes=-500')).toEqual({ first: 0, last: 99 });
});

it('says when the file has no such bytes', () => {
  expect(of('bytes=100-')).toBe('none');
  expect(of('bytes=-0')).toBe('none');
  expect(of('bytes=0-', {}, 0)).toBe('none');
});

it('takes everything else for a wish for the whole', () => {
  for (const range of [undefined, '', 'bytes=-', 'bytes=5-4', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=a-b']) {
    expect(of(range), range).toBeUndefined();
  }
});

it('counts only for the same content when it is told which', () => {
  expect(of('bytes=0-1', { 'if-range': tag })).toEqual({ first: 0, last: 1 });
  for (const other of ['"b"', 'W/"a"', 'Sun, 01 Mar 2026 12:00:00 GMT']) {
    expect(of('bytes=0-1', { 'if-range': other })).toBeUndefined();
  }
});
