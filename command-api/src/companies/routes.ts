import * as endpoints from '@ticketing/contracts/endpoints/companies.ts';
import { changeCompanyLogo } from '@ticketing/contracts/endpoints/company-logo.ts';
import { changeReportMailing, sendMonthlyReport } from '@ticketing/contracts/endpoints/report-mailing.ts';
import type { Application } from '../application.ts';
import { commandContext } from '../command-context.ts';
import { uploadedFile } from '../files/uploaded-file.ts';
import { answer, type Route } from '../routing.ts';
import { changeCompany, commandCompany, registerCompany } from './company-command.ts';
import { mailReport } from './mail-report.ts';

export function companyRoutes(route: Route, app: Application): void {
  route(endpoints.registerCompany, async ({ body, actorId, request }) =>
    answer(await registerCompany(app, commandContext(request, 'RegisterCompany', actorId), body)),
  );

  route(endpoints.changeCompany, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeCompany', actorId);
    return answer(await changeCompany(app, context, params.id, body));
  });

  route(changeCompanyLogo, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeCompanyLogo', actorId);
    const logo = body.fileId === null ? null : await uploadedFile(app, context, body.fileId);
    const command = { type: 'ChangeCompanyLogo', logo } as const;
    return answer(await commandCompany(app, context, params.id, 'company.manage', command));
  });

  route(changeReportMailing, async ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'ChangeReportMailing', actorId);
    const command = { type: 'ChangeReportMailing', mailing: body.mailing } as const;
    return answer(await commandCompany(app, context, params.id, 'company.manage', command));
  });

  route(sendMonthlyReport, ({ params, body, actorId, request }) => {
    const context = commandContext(request, 'SendMonthlyReport', actorId);
    return mailReport(app, context, { ...body, companyId: params.id });
  });

  route(endpoints.assignCompanyAdmin, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'AssignCompanyAdmin', actorId);
    return answer(
      await commandCompany(app, context, id, 'company.appoint', { type: 'AssignCompanyAdmin', userId }),
    );
  });

  route(endpoints.removeCompanyAdmin, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'RemoveCompanyAdmin', actorId);
    return answer(
      await commandCompany(app, context, id, 'company.appoint', { type: 'RemoveCompanyAdmin', userId }),
    );
  });

  route(endpoints.assignCompanyUser, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'AssignCompanyUser', actorId);
    return answer(
      await commandCompany(app, context, id, 'company.manage', { type: 'AssignCompanyUser', userId }),
    );
  });

  route(endpoints.removeCompanyUser, async ({ params: { id, userId }, actorId, request }) => {
    const context = commandContext(request, 'RemoveCompanyUser', actorId);
    return answer(
      await commandCompany(app, context, id, 'company.manage', { type: 'RemoveCompanyUser', userId }),
    );
  });
}
