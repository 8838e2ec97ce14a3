import { fileURLToPath } from 'node:url';

/** A bucket of a server that speaks S3. */
export type S3Place = {
  readonly bucket: string;
  /** Of every key; empty, or ends with a slash. */
  readonly prefix: string;
  /** Of another server than Amazon's. */
  readonly endpoint: string | undefined;
  readonly region: string;
};

/** Where blobs are kept, as `BLOB_STORE_URL` says it. */
export type BlobPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 's3' } & S3Place);

/**
 * Reads `file:<folder>` (relative to where the process runs, or absolute) or
 * `s3://bucket[/prefix][?endpoint=https://…][&region=…]`.
 * @returns a sentence when it is neither
 */
export function readBlobPlace(url: string): BlobPlace | string {
  if (url.startsWith('file://')) {
    try {
      return { kind: 'folder', folder: fileURLToPath(url) };
    } catch {
      return 'a file:// address needs a whole path, such as file:///var/lib/ticketing/files';
    }
  }
  if (url.startsWith('file:')) {
    const folder = url.slice('file:'.length);
    return folder === '' ? 'name a folder after file:' : { kind: 'folder', folder };
  }
  if (!url.startsWith('s3://') || !URL.canParse(url)) return 'starts with file: or s3://';
  const { hostname: bucket, pathname, searchParams } = new URL(url);
  const unknown = [...searchParams.keys()].find((name) => name !== 'endpoint' && name !== 'region');
  if (unknown !== undefined) return `knows endpoint and region, not ${unknown}`;
  if (bucket === '') return 'name a bucket after s3://';
  const endpoint = searchParams.get('endpoint') ?? undefined;
  if (endpoint !== undefined && !(/^https?:\/\//.test(endpoint) && URL.canParse(endpoint))) {
    return 'endpoint starts with https:// or http://';
  }
  const path = pathname.replace(/^\/|\/$/g, '');
  const prefix = path === '' ? '' : `${path}/`;
  return { kind: 's3', bucket, prefix, endpoint, region: searchParams.get('region') ?? 'us-east-1' };
}
