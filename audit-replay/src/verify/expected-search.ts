import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { isVocabulary, searchWords, wordGrams } from '@ticketing/contracts/search-words.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Row } from './difference.ts';
import { type ExpectedReadModel, instantValue } from './expected-read-model.ts';
import { shortenedText } from './shortened-text.ts';

type Document = {
  readonly kind: 'ticket' | 'comment' | 'message';
  readonly ticketId: string | null;
  readonly roomId: string | null;
  readonly authorId: string | null;
  readonly internal: boolean;
  readonly key: string;
  readonly title: string;
  /** What stands for them (shortened-text.ts); of a removed one the words are none. */
  readonly body: string;
  readonly titleWords: string;
  readonly bodyWords: readonly string[];
  readonly at: string;
  readonly revision: string;
  readonly removed: boolean;
};

/**
 * What can be searched. The words of every text are kept until the end, since a renamed ticket's are those of its new
 * title and its old description; the texts themselves are not.
 */
export function expectedSearch(): ExpectedReadModel {
  const documents = new Map<string, Document>();
  const rooms = new Map<
    string,
    { kind: string; ticketId: string | null; companyId: string | null; people: string[]; revision: string }
  >();
  const vocabulary = new Set<string>();
  /** Each word is kept once, however many texts have it. */
  const known = new Map<string, string>();

  function wordsIn(text: string): string[] {
    const words = new Set<string>();
    for (const { word } of searchWords(text)) {
      const kept = known.get(word) ?? word;
      known.set(kept, kept);
      words.add(kept);
      if (isVocabulary(kept)) vocabulary.add(kept);
    }
    return [...words];
  }

  function add(
    id: string,
    event: RecordedEvent,
    given: Partial<Document> & { kind: Document['kind'] },
    text: string,
  ) {
    wordsIn(given.title ?? '');
    documents.set(id, {
      ticketId: null,
      roomId: null,
      authorId: event.metadata.actorId,
      internal: false,
      key: '',
      title: '',
      titleWords: given.title ?? '',
      body: shortenedText(text),
      bodyWords: wordsIn(text),
      at: instantValue(event.metadata.at),
      revision: String(event.revision),
      removed: false,
      ...given,
    });
  }
  function change(id: string, event: RecordedEvent, changes: Partial<Document>) {
    const document = documents.get(id);
    if (document) documents.set(id, { ...document, ...changes, revision: String(event.revision) });
  }
  const retext = (id: string, event: RecordedEvent, text: string) =>
    change(id, event, { body: shortenedText(text), bodyWords: wordsIn(text) });
  const remove = (id: string, event: RecordedEvent) =>
    change(id, event, { body: '', bodyWords: [], removed: true });

  return {
    name: 'search',
    schema: 'read_model',
    apply(event) {
      const subject = streamSubject(event.stream);
      switch (event.type) {
        case 'TicketOpened': {
          const { key, title, description } = event.data;
          add(subject, event, { kind: 'ticket', ticketId: subject, authorId: null, key, title }, description);
          return;
        }
        case 'TicketRenamed':
          wordsIn(event.data.title);
          change(subject, event, { title: event.data.title, titleWords: event.data.title });
          return;
        case 'TicketDescribed':
          retext(subject, event, event.data.description);
          return;
        case 'CommentPosted': {
          const { commentId, body, visibility } = event.data;
          const internal = visibility === 'internal';
          add(commentId, event, { kind: 'comment', ticketId: subject, internal }, body);
          return;
        }
        case 'CommentEdited':
          retext(event.data.commentId, event, event.data.body);
          return;
        case 'CommentRemoved':
          remove(event.data.commentId, event);
          return;
        case 'MessagePosted': {
          const ticketId = rooms.get(subject)?.ticketId ?? null;
          add(event.data.messageId, event, { kind: 'message', ticketId, roomId: subject }, event.data.body);
          return;
        }
        case 'MessageEdited':
          retext(event.data.messageId, event, event.data.body);
          return;
        case 'MessageRemoved':
          remove(event.data.messageId, event);
          return;
        case 'ChatRoomOpened': {
          const { kind, ticketId, companyId } = event.data;
          rooms.set(subject, { kind, ticketId, companyId, people: [], revision: String(event.revision) });
          return;
        }
        case 'ParticipantJoined':
        case 'ParticipantLeft': {
          const room = rooms.get(subject);
          if (!room) return;
          const others = room.people.filter((id) => id !== event.data.userId);
          const wasThere = others.length < room.people.length;
          if (event.type === 'ParticipantLeft') room.people = others;
          else if (!wasThere) room.people = [...others, event.data.userId];
          room.revision = String(event.revision);
          return;
        }
        default:
      }
    },
    tables: [
      {
        name: 'search_documents',
        keyColumns: ['id'],
        columns: [
          'id',
          'kind',
          'ticket_id',
          'room_id',
          'author_id',
          'internal',
          'key',
          'title',
          'body',
          'at',
          'words',
          'revision',
          'removed',
        ],
        longTexts: ['body', 'words'],
        keys: () => documents.keys(),
        row(id): Row | undefined {
          const document = documents.get(id);
          if (!document) return undefined;
          const { kind, key, title, body, at, revision, internal, removed } = document;
          return {
            id,
            kind,
            ticket_id: document.ticketId,
            room_id: document.roomId,
            author_id: document.authorId,
            internal,
            key,
            title,
            body,
            at,
            words: shortenedText(vectorOf(document)),
            revision,
            removed,
          };
        },
      },
      {
        name: 'search_rooms',
        keyColumns: ['id'],
        columns: ['id', 'kind', 'ticket_id', 'company_id', 'participant_ids', 'revision'],
        keys: () => rooms.keys(),
        row(id) {
          const room = rooms.get(id);
          if (!room) return undefined;
          const { kind, ticketId, companyId, people, revision } = room;
          return { id, kind, ticket_id: ticketId, company_id: companyId, participant_ids: people, revision };
        },
      },
      {
        name: 'search_vocabulary',
        keyColumns: ['word'],
        columns: ['word', 'grams'],
        keys: () => vocabulary,
        row: (word) => (vocabulary.has(word) ? { word, grams: wordGrams(word) } : undefined),
      },
    ],
  };
}

/** As PostgreSQL writes a `tsvector`: by the bytes of the words, the weight behind the place. */
function vectorOf({ kind, key, titleWords, bodyWords }: Document): string {
  const first = new Set([key, titleWords].flatMap((text) => searchWords(text).map(({ word }) => word)));
  const weighed = [
    ...[...first].map((word) => [word, 'A'] as const),
    ...bodyWords
      .filter((word) => !first.has(word))
      .map((word) => [word, kind === 'ticket' ? 'B' : 'C'] as const),
  ];
  return weighed
    .map(([word, weight]) => ({ bytes: Buffer.from(word), text: `'${word}':1${weight}` }))
    .sort((one, other) => Buffer.compare(one.bytes, other.bytes))
    .map(({ text }) => text)
    .join(' ');
}
