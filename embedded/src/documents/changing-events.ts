/** The part of `docs/events.md` that is told and not derived: how an event changes, with the change that was made so. */
export const changingEvents = `## How an event changes

What is in the log stays in the log. Every event carries the version of its schema (\`metadata.schema\`), and
\`contracts/fixtures/\` keeps an example of every version that was ever written. \`contracts/src/events/fixtures.test.ts\`
reads them all, and never shrinks. The events stand in \`contracts/src/events/\`, one file for each kind of stream;
\`event.ts\` is their registry.

### A new event

1. Declare it in the file of its stream. Its name is past tense and never changes.
2. Add \`contracts/fixtures/<Type>@1.json\`: \`{type, data, metadata}\` as it stands in the log.
3. Let the folds in \`domain/\` and the projections say what it means to them. Servers that read must be new before a
   server that writes is: an older reader parks the stream of an event that it does not know.

### A change that old events satisfy

A new optional field, a wider limit: change the schema. The fixtures still parse, and nothing else is to be done.
The field must be optional or nullable, not defaulted: events of today's version are read without being parsed again
(decision 0006), so a default would not be filled in.

### A change that old events do not satisfy

1. Leave the old fixture as it is, and add \`<Type>@<next>.json\` beside it.
2. Change the schema, and name the new version in \`currentSchema\` (\`contracts/src/events/event.ts\`).
3. Write the upcaster in \`contracts/src/events/upcasters.ts\`, keyed \`<Type>@<old>\`: it turns the data of the old version
   into that of the next, and is never changed afterwards. It knows this one event only: what it cannot know from there was
   not known then, and is empty or \`null\`.
4. Let the compiler lead: whatever makes the event, decides on it or tells of it does not compile until it is right. Code
   knows today's version only; no fold and no projection asks for a version.
5. Give a read model that keeps the event's data a new \`version\`: its rows of old events lack what the upcaster now says, and
   \`npm run audit -- verify\` would name each of them. It is built anew from the log.
6. Run \`npm run docs\` and the tests. Then roll it out: first every server that reads (projectors, query-api), then
   command-api, which writes the new version. Turned around, an older projector meets a version that it does not know, parks
   that stream and goes on; the stream is replayed when the newer one runs.

**The change that was made so: \`TicketArchived\`, version 2.** Version 1 was \`{reason}\`: by hand, or by the system because it
was done. Whoever archives may now say why, so version 2 is \`{reason, words}\`.

| step | what changed |
| --- | --- |
| fixtures | \`TicketArchived@1.json\` untouched, \`TicketArchived@2.json\` new |
| schema | \`words: ArchiveWords\` in \`ticket.ts\`, \`currentSchema = { TicketArchived: 2 }\` |
| upcaster | \`'TicketArchived@1': (data) => ({ ...data, words: '' })\`: nobody was asked for any |
| compiler | the decider (\`ArchiveTicket\` carries words, the saga's event has none), the endpoints \`POST /api/tickets/:id/archive {words?}\` and \`/bulk\`, the words of audit, admin and desk |
| read models | \`activity\` keeps an event's data as \`details\`: version 3 became 4. The others keep only the reason, and stay |
| tests | the fixtures; a stored event of version 1 read as version 2 (\`platform/src/recorded-event.test.ts\`); a log that holds both, projected, verified and told (\`audit-replay/src/verify/verify.int.test.ts\`) |

A log with events of version 1 was written by the software of that time, opened by today's and verified row by row.

### An event that is no longer written

Its schema and its fixture stay, and the folds go on reading it. Only what writes it goes.`;
