import { isImage } from '@ticketing/contracts/content-types.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { CompanyEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { ReportMailing } from '@ticketing/contracts/report-mailing.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';

export type CompanyLogo = NonNullable<Extract<CompanyEvent, { type: 'CompanyLogoChanged' }>['data']['logo']>;

/** It is shown wherever the company is. */
export const MOST_LOGO_BYTES = 5_000_000;

/** What a company's events add up to. `undefined` before it is registered. */
export type CompanyState = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly logo: CompanyLogo | null;
  /** IT staff who serve it. */
  readonly adminIds: readonly string[];
  /** Its employees. */
  readonly userIds: readonly string[];
  /** Whom its report is mailed to every month; `null` for nobody. */
  readonly reportMailing: ReportMailing | null;
  /** Since when, by business time; `null` before it was ever set. */
  readonly reportMailingSince: string | null;
};

/** Folds one event into a company. Never throws. */
export function evolveCompany(
  state: CompanyState | undefined,
  event: RecordedEvent,
): CompanyState | undefined {
  if (event.type === 'CompanyRegistered') {
    return {
      ...event.data,
      id: streamSubject(event.stream),
      logo: null,
      adminIds: [],
      userIds: [],
      reportMailing: null,
      reportMailingSince: null,
    };
  }
  if (!state) return state;
  switch (event.type) {
    case 'CompanyDetailsChanged':
      return { ...state, ...event.data };
    case 'CompanyLogoChanged':
      return { ...state, logo: event.data.logo };
    case 'CompanyReportMailingChanged':
      return { ...state, reportMailing: event.data.mailing, reportMailingSince: event.metadata.at };
    case 'CompanyAdminAssigned':
      return { ...state, adminIds: including(state.adminIds, event.data.userId) };
    case 'CompanyAdminRemoved':
      return { ...state, adminIds: without(state.adminIds, event.data.userId) };
    case 'CompanyUserAssigned':
      return { ...state, userIds: including(state.userIds, event.data.userId) };
    case 'CompanyUserRemoved':
      return { ...state, userIds: without(state.userIds, event.data.userId) };
    default:
      return state;
  }
}

/** How `company-{id}` is folded. */
export const companyFold = { initial: undefined as CompanyState | undefined, evolve: evolveCompany };

export type CompanyCommand =
  | {
      readonly type: 'RegisterCompany';
      readonly name: string;
      readonly description: string;
      /** Who registers it serves it, unless that is a site superuser. */
      readonly firstAdminId: string | undefined;
    }
  | {
      readonly type: 'ChangeCompany';
      readonly name?: string | undefined;
      readonly description?: string | undefined;
    }
  | {
      readonly type: 'ChangeCompanyLogo';
      /** `null` takes it away. */
      readonly logo: (CompanyLogo & { readonly size: number }) | null;
    }
  | { readonly type: 'ChangeReportMailing'; readonly mailing: ReportMailing | null }
  | { readonly type: 'AssignCompanyAdmin' | 'RemoveCompanyAdmin'; readonly userId: string }
  | { readonly type: 'AssignCompanyUser' | 'RemoveCompanyUser'; readonly userId: string };

/** @throws DomainError when the command cannot be carried out */
export function decideCompany(
  command: CompanyCommand,
  company: CompanyState | undefined,
): readonly CompanyEvent[] {
  if (command.type === 'RegisterCompany') return company ? [] : register(command);
  if (!company) throw new DomainError('not_found');
  switch (command.type) {
    case 'ChangeCompany': {
      const { name = company.name, description = company.description } = command;
      if (name === company.name && description === company.description) return [];
      return [{ type: 'CompanyDetailsChanged', data: { name, description } }];
    }
    case 'ChangeCompanyLogo':
      return changeLogo(command.logo, company);
    case 'ChangeReportMailing':
      return changeReportMailing(command.mailing, company);
    case 'AssignCompanyAdmin':
      return company.adminIds.includes(command.userId) ? [] : [event('CompanyAdminAssigned', command.userId)];
    case 'RemoveCompanyAdmin':
      return company.adminIds.includes(command.userId) ? [event('CompanyAdminRemoved', command.userId)] : [];
    case 'AssignCompanyUser':
      return company.userIds.includes(command.userId) ? [] : [event('CompanyUserAssigned', command.userId)];
    case 'RemoveCompanyUser':
      return company.userIds.includes(command.userId) ? [event('CompanyUserRemoved', command.userId)] : [];
    default:
      return command satisfies never;
  }
}

function register(command: Extract<CompanyCommand, { type: 'RegisterCompany' }>): readonly CompanyEvent[] {
  const { name, description, firstAdminId } = command;
  return [
    { type: 'CompanyRegistered', data: { name, description } },
    ...(firstAdminId ? [event('CompanyAdminAssigned', firstAdminId)] : []),
  ];
}

function changeLogo(
  asked: Extract<CompanyCommand, { type: 'ChangeCompanyLogo' }>['logo'],
  { logo: held }: CompanyState,
): readonly CompanyEvent[] {
  if (asked === null) return held ? [{ type: 'CompanyLogoChanged', data: { logo: null } }] : [];
  const { size, fileId, contentType, digest } = asked;
  if (!isImage(contentType) || size > MOST_LOGO_BYTES) throw new DomainError('image_required');
  if (held?.fileId === fileId) return [];
  return [{ type: 'CompanyLogoChanged', data: { logo: { fileId, contentType, digest } } }];
}

function changeReportMailing(mailing: ReportMailing | null, company: CompanyState): readonly CompanyEvent[] {
  if (mailing) requireMembers(company, mailing.recipientIds);
  if (sameMailing(mailing, company.reportMailing)) return [];
  return [{ type: 'CompanyReportMailingChanged', data: { mailing } }];
}

const sameMailing = (one: ReportMailing | null, other: ReportMailing | null): boolean =>
  one === other ||
  (one?.language === other?.language &&
    one?.timeZone === other?.timeZone &&
    one?.recipientIds.toSorted().join() === other?.recipientIds.toSorted().join());

/** @throws DomainError `unknown_user` unless each of them serves the company or works there */
export function requireMembers({ adminIds, userIds }: CompanyState, ids: readonly string[]): void {
  const stranger = ids.find((id) => !adminIds.includes(id) && !userIds.includes(id));
  if (stranger) throw new DomainError('unknown_user', `${stranger} does not belong to the company`);
}

type Membership =
  | 'CompanyAdminAssigned'
  | 'CompanyAdminRemoved'
  | 'CompanyUserAssigned'
  | 'CompanyUserRemoved';
const event = (type: Membership, userId: string): CompanyEvent => ({ type, data: { userId } });
const including = (ids: readonly string[], id: string) => (ids.includes(id) ? ids : [...ids, id]);
const without = (ids: readonly string[], id: string) => ids.filter((other) => other !== id);
