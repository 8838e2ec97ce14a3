import { DomainError } from '@ticketing/contracts/errors.ts';
import { companyStream, contactStream } from '@ticketing/contracts/streams.ts';
import { type CompanyCommand, companyFold, decideCompany } from '@ticketing/domain/company/company.ts';
import { contactFold, decideCompanyContact } from '@ticketing/domain/contact/contact.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import { type Answer, type Application, type Commanded, entailed } from '../application.ts';
import { authorityAt, requireOnSite, requirePeople } from '../authority.ts';

export type RegisterCompany = { readonly name: string; readonly description: string };

/** The id of the company that this command registers. */
export const registeredCompanyId = (commandId: string): string => derivedId(commandId, 'company');

/** Registers a client company; the staff member who does serves it. */
export async function registerCompany(
  app: Application,
  context: Commanded,
  input: RegisterCompany,
): Promise<Answer> {
  const authority = await authorityAt(app, context, {});
  requireOnSite(authority, 'company.register');
  const companyId = registeredCompanyId(context.commandId);
  const done = await app.aggregates.execute(companyStream(companyId), companyFold, context, (company) =>
    decideCompany(
      {
        type: 'RegisterCompany',
        ...input,
        firstAdminId: authority.viewer && !authority.viewer.superuser ? context.actorId : undefined,
      },
      company,
    ),
  );
  return { id: companyId, ...done };
}

export type ChangeCompany = {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly contactEmail?: string | null | undefined;
  readonly phone?: string | null | undefined;
};

/**
 * Changes a company's details and how it is reached, which has a stream of its own. Whatever stops between the two is
 * completed when the command is sent again.
 */
export async function changeCompany(
  app: Application,
  context: Commanded,
  companyId: string,
  { name, description, contactEmail: email, phone }: ChangeCompany,
): Promise<Answer> {
  const command = { type: 'ChangeCompany', name, description } as const;
  const changed = await commandCompany(app, context, companyId, 'company.manage', command);
  if (email === undefined && phone === undefined) return changed;
  const reached = await app.aggregates.execute(
    contactStream(companyId),
    contactFold,
    entailed(context, 'ChangeCompany'),
    (contact) => decideCompanyContact({ email, phone }, contact),
  );
  return { ...changed, position: reached.position > changed.position ? reached.position : changed.position };
}

/** Carries out one command on a company. Whoever does not belong to it learns nothing of it. */
export async function commandCompany(
  app: Application,
  context: Commanded,
  companyId: string,
  action: 'company.manage' | 'company.appoint',
  command: CompanyCommand,
): Promise<Answer> {
  const [{ state: company }, authority] = await Promise.all([
    app.aggregates.fresh(companyStream(companyId), companyFold),
    authorityAt(app, context, { companyIds: [companyId] }),
  ]);
  if (!company) throw new DomainError('not_found');
  const visible = authority.viewer?.superuser || authority.viewer?.companyIds.has(companyId) || false;
  requireOnSite(authority, action, { companyId }, visible);
  if (command.type === 'AssignCompanyAdmin' || command.type === 'AssignCompanyUser') {
    await requirePeople(app, [command.userId]);
  }
  const done = await app.aggregates.execute(companyStream(companyId), companyFold, context, (state) =>
    decideCompany(command, state),
  );
  return { id: companyId, ...done };
}
