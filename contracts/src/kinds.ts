import { z } from 'zod';

/** The closed vocabularies of the domain (DESIGN, section 5). */

/** A role is held per project; it does not carry over to another project. */
export const Role = z.enum(['superadmin', 'admin', 'manager', 'user']);
export type Role = z.infer<typeof Role>;

/** The languages that people read; mails are in the one that a person chose. */
export const Language = z.enum(['en', 'ka']);
export type Language = z.infer<typeof Language>;

/** Of mails to who has chosen none. */
export const DEFAULT_LANGUAGE: Language = 'en';

export const TicketType = z.enum(['task', 'bug', 'story', 'epic']);
export type TicketType = z.infer<typeof TicketType>;

/** 1 low, 2 medium, 3 high, 4 critical. Urgency and importance use the same scale. */
export const Level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Level = z.infer<typeof Level>;

/** What a column means for the work in it; a ticket in a `done` column is finished. */
export const ColumnCategory = z.enum(['todo', 'in_progress', 'done']);
export type ColumnCategory = z.infer<typeof ColumnCategory>;

export const CommentVisibility = z.enum(['public', 'internal']);
export type CommentVisibility = z.infer<typeof CommentVisibility>;

/** Why a ticket was archived: by a person, or by the archiving saga after its time in a done column. */
export const ArchiveReason = z.enum(['manual', 'done']);
export type ArchiveReason = z.infer<typeof ArchiveReason>;

/** How one ticket bears on another; told from the ticket that the link was made on. */
export const LinkType = z.enum(['blocks', 'causes', 'duplicates', 'relates_to']);
export type LinkType = z.infer<typeof LinkType>;

/** The same links as they read from their other end. */
export const InverseLinkType = z.enum(['blocked_by', 'caused_by', 'duplicated_by', 'relates_to']);
export type InverseLinkType = z.infer<typeof InverseLinkType>;

/** Every link as it can be told, from either end. */
export const LinkName = z.enum([...LinkType.options, 'blocked_by', 'caused_by', 'duplicated_by']);
export type LinkName = z.infer<typeof LinkName>;

export const inverseOf = {
  blocks: 'blocked_by',
  causes: 'caused_by',
  duplicates: 'duplicated_by',
  relates_to: 'relates_to',
} as const satisfies Record<LinkType, InverseLinkType>;

/** One to five, five being the best. */
export const Stars = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export type Stars = z.infer<typeof Stars>;

/** How the review of a resolution stands. */
export const ReviewState = z.enum(['awaiting', 'accepted', 'rejected', 'withdrawn']);
export type ReviewState = z.infer<typeof ReviewState>;

export const RoomKind = z.enum(['direct', 'group', 'ticket']);
export type RoomKind = z.infer<typeof RoomKind>;

/** What a person can be told about. */
export const NotificationKind = z.enum([
  'assigned',
  'mentioned',
  'commented',
  'status_changed',
  'due_soon',
  'review_asked',
  'review_given',
  'invited',
  'chat',
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** What people and projects are measured by (FEATURES, Dashboards and KPIs). */
export const Metric = z.enum([
  'tickets_created',
  'tickets_resolved',
  'average_resolution_hours',
  'average_rating',
  'average_first_response_hours',
  'sla_compliance',
  'reopen_rate',
]);
export type Metric = z.infer<typeof Metric>;

/** What a mail is about. */
export const MailKind = z.enum(['password_reset', 'invitation', 'notification', 'report']);
export type MailKind = z.infer<typeof MailKind>;

/**
 * What has become of a mail: `waiting` to be sent, first or again; `sent`: the mail server has it; `failed`: refused
 * for good, or tried too often; `dropped`: its time was over, or there was no address to send it to.
 */
export const MailStatus = z.enum(['waiting', 'sent', 'failed', 'dropped']);
export type MailStatus = z.infer<typeof MailStatus>;

/** Parts of the dashboard, in the order in which they stand unless arranged otherwise. */
export const DashboardWidget = z.enum([
  'company_health',
  'attention',
  'newest',
  'activity',
  'workload',
  'pipeline',
]);
export type DashboardWidget = z.infer<typeof DashboardWidget>;

/** How a company fares: by what is wrong with its open tickets and by the stars that it gives. */
export const HealthGrade = z.enum(['good', 'fair', 'poor']);
export type HealthGrade = z.infer<typeof HealthGrade>;
