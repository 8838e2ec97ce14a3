import { eventsByCategory, schemaVersion } from '@ticketing/contracts/events/event.ts';
import { type Json, SchemaShelf } from '@ticketing/contracts/schema-shelf.ts';
import type { z } from 'zod';
import { changingEvents } from './changing-events.ts';
import { generatedMark, markdownTable } from './markdown.ts';

/** `docs/events.md`, from the registry of events. */
export function eventsDocument(): string {
  const sections = Object.entries(eventsByCategory).map(([category, events]) => {
    // Each category has events of its own names, which is all that is asked of them here.
    const rows = Object.entries(events as Readonly<Record<string, z.ZodType>>).map(([type, data]) => [
      `\`${type}\``,
      String(schemaVersion(type)),
      fieldsOf(data),
    ]);
    return `## \`${category}-…\`\n\n${markdownTable(['event', 'version', 'data'], rows)}`;
  });
  const count = Object.values(eventsByCategory).reduce((sum, events) => sum + Object.keys(events).length, 0);
  return `# Events

${generatedMark('contracts/src/events')}

Everything that happens is one of ${count} events, appended to the stream of what it happened to. A field's type is named as in
\`contracts/src/values.ts\` and \`kinds.ts\`, where its limits stand; \`?\` is optional, \`| null\` may be null, \`[]\` is a list.
\`contracts/fixtures/\` has an example of every version, and \`/docs/asyncapi\` the same as an AsyncAPI 3 document. How an
event may change is told [below](#how-an-event-changes).

Every event has the same metadata: \`$correlationId\`, \`$causationId\`, \`commandId\` (the idempotency key where there was one),
\`command\`, \`actorId\`, \`at\` (business time; only imports may set one that is not now) and \`schema\` (the version).

${sections.join('\n\n')}

${changingEvents}
`;
}

function fieldsOf(data: z.ZodType): string {
  const schema = new SchemaShelf().refer(data, 'output');
  return described(schema, true);
}

/** A JSON schema in the words of a type. */
function described(schema: Json, outermost = false): string {
  const { $ref, type, properties, items, anyOf, const: constant } = schema;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (constant !== undefined) return JSON.stringify(constant);
  if (Array.isArray(anyOf)) return anyOf.map((each: Json) => described(each)).join(' | ');
  if (items) {
    // JSON schema: what `items` holds is a schema.
    const each = described(items as Json);
    return each.includes(' | ') ? `(${each})[]` : `${each}[]`;
  }
  if (type === 'object') {
    // JSON schema: each property is a schema, `required` names properties.
    const required = new Set((schema.required as readonly string[] | undefined) ?? []);
    const fields = Object.entries((properties ?? {}) as Record<string, Json>).map(
      ([name, field]) => `${name}${required.has(name) ? '' : '?'}: ${described(field)}`,
    );
    if (fields.length === 0) return outermost ? '–' : '{}';
    return outermost ? fields.map((field) => `\`${field}\``).join(', ') : `{ ${fields.join(', ')} }`;
  }
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  return String(type);
}
