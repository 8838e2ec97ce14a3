import * as companyReports from '@ticketing/contracts/endpoints/company-reports.ts';
import * as dashboard from '@ticketing/contracts/endpoints/dashboard.ts';
import * as reportMailing from '@ticketing/contracts/endpoints/report-mailing.ts';
import {
  getCompanyHealth,
  getCompanySatisfaction,
  getCompanyStatistics,
} from './companies/company-reports.ts';
import { getMonthlyReport } from './companies/get-monthly-report.ts';
import { getReportMailing } from './companies/get-report-mailing.ts';
import { activityWidget } from './dashboard/activity-widget.ts';
import {
  attentionWidget,
  companyHealthWidget,
  newestWidget,
  pipelineWidget,
  workloadWidget,
} from './dashboard/widgets.ts';
import type { Answering } from './reading/answering.ts';

/** The widgets of the dashboard, each by itself, and what is told of one company. */
export function registerDashboard(answer: Answering): void {
  const models = ['access', 'board', 'reports'] as const;
  answer(dashboard.getCompanyHealthWidget, models, (reading, { query }) =>
    companyHealthWidget(reading, query),
  );
  answer(dashboard.getAttentionWidget, models, (reading, { query }) => attentionWidget(reading, query));
  answer(dashboard.getNewestWidget, ['access', 'board'], (reading, { query }) =>
    newestWidget(reading, query),
  );
  answer(dashboard.getActivityWidget, ['access', 'board', 'activity'], (reading, { query }) =>
    activityWidget(reading, query),
  );
  answer(dashboard.getWorkloadWidget, models, (reading, { query }) => workloadWidget(reading, query));
  answer(dashboard.getPipelineWidget, ['access', 'board'], (reading, { query }) =>
    pipelineWidget(reading, query),
  );
  answer(companyReports.getCompanySatisfaction, models, (reading, { params, query }) =>
    getCompanySatisfaction(reading, params.id, query),
  );
  answer(companyReports.getCompanyStatistics, models, (reading, { params, query }) =>
    getCompanyStatistics(reading, params.id, query),
  );
  answer(companyReports.getCompanyHealth, models, (reading, { params, query }) =>
    getCompanyHealth(reading, params.id, query),
  );
  answer(reportMailing.getReportMailing, ['access', 'board', 'contacts'], (reading, { params }) =>
    getReportMailing(reading, params.id),
  );
  answer(companyReports.getMonthlyReport, models, (reading, { params, query }) =>
    getMonthlyReport(reading, params.id, query),
  );
}
