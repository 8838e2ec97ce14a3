import { expect, it } from 'vitest';
import { readSettings } from '../settings.ts';
import { readBlobPlace } from './blob-place.ts';

it('reads folders, whole and relative', () => {
  expect(readBlobPlace('file:.data/files')).toEqual({ kind: 'folder', folder: '.data/files' });
  expect(readBlobPlace('file:/var/files')).toEqual({ kind: 'folder', folder: '/var/files' });
  expect(readBlobPlace('file:///var/my%20files')).toEqual({ kind: 'folder', folder: '/var/my files' });
});

it('reads buckets of Amazon and of others', () => {
  expect(readBlobPlace('s3://tickets')).toEqual({
    kind: 's3',
    bucket: 'tickets',
    prefix: '',
    endpoint: undefined,
    region: 'us-east-1',
  });
  const url = 's3://tickets/files/of/it/?endpoint=http://127.0.0.1:9000&region=eu-central-1';
  expect(readBlobPlace(url)).toEqual({
    kind: 's3',
    bucket: 'tickets',
    prefix: 'files/of/it/',
    endpoint: 'http://127.0.0.1:9000',
    region: 'eu-central-1',
  });
});

it.each([
  'https://example.org',
  'file:',
  'file://relative/path',
  's3://',
  's3://tickets?endpoint=minio:9000',
  's3://tickets?endpiont=http://127.0.0.1',
])('says what is wrong with %s', (url) => {
  expect(readBlobPlace(url)).toBeTypeOf('string');
  expect(() => readSettings(['BLOB_STORE_URL'], { BLOB_STORE_URL: url })).toThrow(/BLOB_STORE_URL/);
});
