import { z } from 'zod';

/** Value types that commands, events and queries share. Sizes are limits on what a stranger can send. */

/** UUIDv7 for what the system names; derived (v8) where a caller's own idempotency key names it. */
export const Id = z.uuid().meta({ examples: ['0197a1c2-7b3e-7c41-9a52-6f0d3c1b2a10'] });
export type Id = z.infer<typeof Id>;

/** A stream revision or a log position: an unsigned 64-bit integer as a decimal string. */
export const Revision = z
  .string()
  .regex(/^\d{1,20}$/)
  .meta({ examples: ['4'] });
export const Position = z
  .string()
  .regex(/^\d{1,20}$/)
  .meta({ examples: ['18231'] });

/** Calendar date without a time zone, `YYYY-MM-DD`. PostgreSQL knows no year 0. */
export const CalendarDate = z.iso.date().refine((date) => !date.startsWith('0000'), 'there is no year 0');

/**
 * Text as people write it. The NUL character and half a surrogate pair can stand in JSON but not in PostgreSQL: an
 * event with one of them could never be applied to a read model.
 */
const text = z
  .string()
  .refine(
    (value) => !value.includes('\0') && value.isWellFormed(),
    'leave out the NUL character and halves of characters',
  );

/** A line that shows: blanks and marks without width alone name nothing. */
const line = text
  .trim()
  .refine((value) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(value), 'write something that can be seen');

/** Instant in ISO 8601 with an offset, e.g. `2026-03-01T12:00:00.000Z`. */
export const Instant = z.iso.datetime({ offset: true });

/** An instant as a question about the past: within the years 1 to 9999 in UTC, which is what PostgreSQL and JSON write. */
export const AsOf = Instant.refine((instant) => {
  const time = Date.parse(instant);
  // What is no instant at all is said already.
  const outside = time < Date.parse('0001-01-01T00:00:00Z') || time > Date.parse('9999-12-31T23:59:59.999Z');
  return !outside;
}, 'use an instant of the years 1 to 9999').meta({ examples: ['2026-03-01T12:00:00Z'] });

/** `#rrggbb`. */
export const Colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);

/** A fractional index; its order is the byte order of the string. Grows by a character in about six moves into one same gap. */
export const Rank = z.string().min(1).max(4_096);

/** Letters, digits, dots, dashes and underscores; compared without regard to case. */
export const Username = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}._-]{2,64}$/u, 'use 2 to 64 letters, digits, dots, dashes or underscores');
export const Password = z.string().min(4).max(200);
export const DisplayName = line.max(120);
export const EmailAddress = z.email().max(254);

/** Up to 10 characters, starting with a letter (FEATURES, Projects). */
export const ProjectKey = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9]{0,9}$/, 'use 1 to 10 letters and digits, starting with a letter');
export const ProjectName = line.max(120);
export const CompanyName = line.max(120);
export const Summary = text.max(2_000);
export const ColumnName = line.max(60);
export const TagName = line.max(60);
export const Title = line.max(200);
/** Markdown. */
export const Description = text.max(20_000);
/** Markdown. */
export const CommentBody = line.max(10_000);
/** Hours in a done column before the saga archives; `null` means never. */
export const ArchiveAfterHours = z
  .number()
  .int()
  .min(0)
  .max(24 * 365)
  .nullable();

export const SubtaskTitle = line.max(200);
/** What a person says of a resolution, or why it is rejected; may be empty where words are optional. */
export const ReviewWords = text.max(2_000);
export const RejectionReason = line.max(2_000);
/** Why somebody archives a ticket; may be empty. */
export const ArchiveWords = text.max(500);
/** The name of a file as people see it; never a path. */
export const FileName = line.max(200).refine((name) => !/[/\\]/.test(name), 'a file name has no slashes');
/** SHA-256 in hexadecimal: the same content is the same digest. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Bytes. */
export const FileSize = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** A media type without parameters, e.g. `image/png`. */
export const ContentType = z
  .string()
  .regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/)
  .max(127);
/** Of a remote-assistance tool; what its user reads out. */
export const RemoteAssistId = line.max(60);
export const RoomName = line.max(120);
/** Markdown; may be empty when files come with it. */
export const MessageBody = text.max(10_000);
/** One emoji, with its modifiers. */
export const Reaction = z
  .string()
  .max(32)
  .regex(/^\p{RGI_Emoji}$/v, 'use one emoji');
export const phonePattern = /^[+0-9 ()./-]{3,40}$/;
export const PhoneNumber = z.string().trim().regex(phonePattern, 'use digits, blanks and + ( ) . / -');
export const ContactName = line.max(120);
/** A job title, a department, a role: a short line that may be empty. */
export const ShortText = text.trim().max(120);
/** How many tickets; `null` without a limit. */
export const TicketLimit = z.number().int().min(0).max(10_000).nullable();
/** Hours of a service target; `null` without one. */
export const TargetHours = z
  .number()
  .positive()
  .max(24 * 365)
  .nullable();
