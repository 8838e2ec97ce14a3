import type { CompanyState } from '../company/company.ts';
import type { RolesState } from '../roles/roles.ts';
import type { RegisteredUser } from '../user/user.ts';
import type { Viewer } from './policy.ts';

/** Where somebody is looked at: one project, by its roles, and some companies. */
export type FoldedPlace = {
  readonly project?: { readonly id: string; readonly roles: RolesState } | undefined;
  readonly companies: readonly CompanyState[];
};

/** A person as the policy sees them in a place, from the states of its streams. Of other places it says nothing. */
export function viewerOf(person: RegisteredUser, { project, companies }: FoldedPlace): Viewer {
  const { id: userId, superuser, staff } = person;
  const role = project?.roles.held.get(userId);
  const serves = companies.filter(({ adminIds }) => adminIds.includes(userId)).map(({ id }) => id);
  const belongs = companies.filter(({ userIds }) => userIds.includes(userId)).map(({ id }) => id);
  return {
    userId,
    superuser,
    staff,
    roles: new Map(project && role ? [[project.id, role]] : []),
    companyIds: new Set([...serves, ...belongs]),
    adminOfCompanyIds: new Set(serves),
  };
}
