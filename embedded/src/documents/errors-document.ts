import { endpoints } from '@ticketing/contracts/endpoints/all.ts';
import { type ErrorCode, errorCodes } from '@ticketing/contracts/errors.ts';
import { generatedMark, markdownTable } from './markdown.ts';

/** What any request may be answered with by its kind, whatever its endpoint declares. */
const ofAnyRequest: ReadonlySet<ErrorCode> = new Set([
  'validation_failed',
  'malformed_body',
  'payload_too_large',
  'unauthenticated',
  'token_expired',
  'revision_conflict',
  'too_many_conflicts',
  'idempotency_key_reused',
  'rate_limited',
  'read_model_behind',
  'store_unavailable',
  'internal',
]);

/** `docs/errors.md`, from the list of codes and from what every endpoint declares. */
export function errorsDocument(): string {
  const answeredBy = (code: ErrorCode) =>
    endpoints
      .filter(({ errors }) => errors.includes(code))
      .map(({ name }) => `\`${name}\``)
      .toSorted();
  // Object.entries widens the keys to string; they are the codes.
  const codes = Object.entries(errorCodes) as [ErrorCode, { status: number; title: string }][];
  const rows = codes
    .toSorted(([, one], [, other]) => one.status - other.status)
    .map(([code, { status, title }]) => {
      const names = answeredBy(code);
      const where =
        ofAnyRequest.has(code) || names.length === 0
          ? 'any, where it applies'
          : names.length > 12
            ? `${names.length} endpoints`
            : names.join(', ');
      return [String(status), `\`${code}\``, title, where];
    });
  return `# Errors

${generatedMark('contracts/src/errors.ts and contracts/src/endpoints')}

Every error is a problem document (RFC 9457, \`application/problem+json\`): \`type\` is \`urn:ticketing:error:<code>\`,
\`title\` and \`status\` belong to the code, \`detail\` says more when there is more to say, and \`errors\` names the
fields of a rejected request by their paths. Codes are stable: branch on \`code\`, show \`title\` or \`detail\`. A 503
comes with \`retry-after\` in seconds.

${markdownTable(['status', 'code', 'title', 'endpoints'], rows)}

The OpenAPI document (\`/docs/json\`) says for each endpoint which codes it answers with, those of every request of its
kind included.
`;
}
