import { endpoints } from '@ticketing/contracts/endpoints/all.ts';
import { type ErrorCode, errorCodes } from '@ticketing/contracts/errors.ts';
import { generatedMark, markdownTable } from './markdown.ts';

/** `docs/errors.md`, from the list of codes and from what every endpoint declares. */
export function errorsDocument(): string {
  const answeredBy = (code: ErrorCode) =>
    endpoints.filter(({ errors }) => errors.includes(code)).map(({ name }) => `\`${name}\``);
  // Object.entries widens the keys to string; they are the codes.
  const codes = Object.entries(errorCodes) as [ErrorCode, { status: number; title: string }][];
  const rows = codes
    .toSorted(([, one], [, other]) => one.status - other.status)
    .map(([code, { status, title }]) => {
      const names = answeredBy(code);
      return [
        String(status),
        `\`${code}\``,
        title,
        names.length === 0
          ? 'any, where it applies'
          : names.length > 12
            ? `${names.length} endpoints`
            : names.join(', '),
      ];
    });
  return `# Errors

${generatedMark('contracts/src/errors.ts and contracts/src/endpoints')}

Every error is a problem document (RFC 9457, \`application/problem+json\`): \`type\` is \`urn:ticketing:error:<code>\`,
\`title\` and \`status\` belong to the code, \`detail\` says more when there is more to say, and \`errors\` names the
fields of a rejected request by their paths. Codes are stable: branch on \`code\`, show \`title\` or \`detail\`. A 503
comes with \`retry-after\` in seconds.

${markdownTable(['status', 'code', 'title', 'declared by'], rows)}

The OpenAPI document (\`/docs/json\`) says for each endpoint which codes it answers with, those of every request of its
kind included.
`;
}
