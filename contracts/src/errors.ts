import { z } from 'zod';

/**
 * Every error code there is, with its HTTP status and title. Codes are stable: a client may branch on them.
 */
export const errorCodes = {
  validation_failed: { status: 400, title: 'The request is not valid' },
  malformed_body: { status: 400, title: 'The body could not be read' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  invalid_credentials: { status: 401, title: 'Name or password is wrong' },
  token_expired: { status: 401, title: 'The token has expired' },
  refresh_token_reused: { status: 401, title: 'The refresh token was used before; sign in again' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'There is no such thing, or you may not see it' },
  revision_conflict: { status: 409, title: 'It has changed since you read it' },
  too_many_conflicts: { status: 409, title: 'Too many changes at the same time; try again' },
  idempotency_key_reused: { status: 409, title: 'This idempotency key belongs to another command' },
  username_taken: { status: 409, title: 'This user name is taken' },
  project_key_taken: { status: 409, title: 'This project key is taken' },
  mail_not_failed: { status: 409, title: 'Only a mail that was given up is sent again' },
  link_not_valid: { status: 422, title: 'This link was used, has expired, or never was one' },
  invitation_pending: { status: 409, title: 'This address is invited to the project already' },
  invitation_accepted: { status: 409, title: 'The invitation was accepted already' },
  already_archived: { status: 409, title: 'The ticket is archived' },
  not_archived: { status: 409, title: 'The ticket is not archived' },
  user_deactivated: { status: 409, title: 'The user is deactivated' },
  last_superadmin: { status: 409, title: 'A project keeps at least one superadmin' },
  project_archived: { status: 409, title: 'The project is archived' },
  column_name_taken: { status: 409, title: 'The project has a column of this name' },
  tag_name_taken: { status: 409, title: 'The project has a tag of this name' },
  last_column: { status: 409, title: 'A project keeps a column for work and one for what is done' },
  column_full: { status: 409, title: 'The column holds as many tickets as it may' },
  transition_not_allowed: { status: 409, title: 'The column does not lead there' },
  last_superuser: { status: 409, title: 'You cannot remove your own superuser right' },
  unknown_user: { status: 422, title: 'There is no such user' },
  unknown_company: { status: 422, title: 'There is no such company in this project' },
  unknown_column: { status: 422, title: 'The project has no such column' },
  unknown_tag: { status: 422, title: 'The project has no such tag' },
  unknown_comment: { status: 404, title: 'There is no such comment' },
  no_review_awaited: { status: 409, title: 'The ticket awaits no review' },
  unknown_subtask: { status: 404, title: 'The ticket has no such subtask' },
  unknown_parent: { status: 422, title: 'The project has no such ticket to be the parent' },
  parent_archived: { status: 409, title: 'The parent is archived' },
  parent_cycle: { status: 409, title: 'A ticket cannot stand under itself' },
  parent_too_deep: { status: 422, title: 'Tickets stand under each other at most 20 deep' },
  link_to_itself: { status: 422, title: 'A ticket is not linked to itself' },
  too_many_links: { status: 422, title: 'The ticket has as many links as it may have' },
  too_many_subtasks: { status: 422, title: 'The ticket has as many subtasks as it may have' },
  cannot_see_ticket: { status: 422, title: 'The person may not see the ticket' },
  unknown_message: { status: 404, title: 'There is no such message' },
  empty_message: { status: 422, title: 'A message needs words or a file' },
  not_a_group: { status: 409, title: 'Only a group has a name and people who come and go' },
  room_full: { status: 409, title: 'A group has at most 100 people' },
  too_many_reactions: { status: 409, title: 'A message takes at most 20 different reactions' },
  unknown_file: { status: 422, title: 'There is no such file, or it is not yours' },
  unknown_attachment: { status: 404, title: 'There is no such attachment' },
  too_many_attachments: { status: 409, title: 'The ticket has as many attachments as it can have' },
  file_type_refused: { status: 415, title: 'Files of this type are not taken' },
  image_required: { status: 422, title: 'Choose a PNG, JPEG, GIF or WebP image of at most 5 MB' },
  range_not_satisfiable: { status: 416, title: 'The file has no such range of bytes' },
  company_required: { status: 422, title: 'Say for which company the ticket is' },
  review_of_oneself: { status: 422, title: 'Nobody reviews their own work' },
  lead_without_role: { status: 422, title: 'The lead needs a role in the project' },
  limits_inverted: { status: 422, title: 'The minimum is greater than the maximum' },
  due_date_required: { status: 422, title: 'The project wants a due date before a ticket is done' },
  schedule_inverted: { status: 422, title: 'The start date is after the due date' },
  payload_too_large: { status: 413, title: 'The request is too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  read_model_behind: { status: 503, title: 'The read model has not caught up yet' },
  store_unavailable: { status: 503, title: 'The event store cannot be reached' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** RFC 9457 problem document. `errors` names the fields of a rejected request. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** An error that the domain or an application names by code; the HTTP layer turns it into a problem document. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly errors: ReadonlyArray<{ path: string; message: string }> | undefined;

  constructor(code: ErrorCode, detail?: string, errors?: ReadonlyArray<{ path: string; message: string }>) {
    super(detail ?? errorCodes[code].title);
    this.name = 'DomainError';
    this.code = code;
    this.errors = errors;
  }
}

/** The problem document of an error code. */
export function problemOf(code: ErrorCode, detail?: string, errors?: Problem['errors']): Problem {
  const { status, title } = errorCodes[code];
  return {
    type: `urn:ticketing:error:${code}`,
    title,
    status,
    code,
    ...(detail && detail !== title ? { detail } : {}),
    ...(errors ? { errors } : {}),
  };
}
