import { antdTheme } from '@ticketing/web-kit/antd-theme.ts';
import { useTheme } from '@ticketing/web-kit/theme-mode.ts';
import ConfigProvider from 'antd/es/config-provider';
import antdEnglish from 'antd/es/locale/en_US';
import antdGeorgian from 'antd/es/locale/ka_GE';
import antd from 'antd/es/theme';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { BoardPage } from './board/board-page.tsx';
import { ProjectsPage } from './projects/projects-page.tsx';
import { CrashScreen } from './shell/crash-screen.tsx';
import { NotFound } from './shell/empty-states.tsx';
import { Shell } from './shell/shell.tsx';
import { Toasts } from './shell/toasts.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';

const TicketPage = lazy(() => import('./ticket/ticket-page.tsx'));
const TicketDrawer = lazy(() => import('./ticket/ticket-drawer.tsx'));
const ArchivePage = lazy(() => import('./projects/archive-page.tsx'));
const CalendarPage = lazy(() => import('./calendar/calendar-page.tsx'));
const DashboardPage = lazy(() => import('./dashboard/dashboard-page.tsx'));
const DeadlinesPage = lazy(() => import('./calendar/deadlines-page.tsx'));
const InboxPage = lazy(() => import('./notifications/inbox-page.tsx'));
const ProjectListPage = lazy(async () => ({
  default: (await import('./list/list-page.tsx')).ProjectListPage,
}));
const AllTicketsPage = lazy(async () => ({ default: (await import('./list/list-page.tsx')).AllTicketsPage }));
const ProjectSettingsPage = lazy(() => import('./projects/project-settings-page.tsx'));
const ChatPage = lazy(() => import('./chat/chat-page.tsx'));
const CompaniesPage = lazy(() => import('./companies/companies-page.tsx'));
const ForgotPasswordPage = lazy(() => import('./sign-in/forgot-password-page.tsx'));
const ResetPasswordPage = lazy(() => import('./sign-in/reset-password-page.tsx'));
const AcceptInvitationPage = lazy(() => import('./sign-in/accept-invitation-page.tsx'));
const OperationsPage = lazy(() => import('./operations/operations-page.tsx'));
const ReportsLayout = lazy(() => import('./reports/reports-layout.tsx'));
const PerformancePage = lazy(() => import('./reports/performance-page.tsx'));
const CountedTicketsPage = lazy(() => import('./reports/counted-tickets-page.tsx'));
const ScoreboardPage = lazy(() => import('./reports/scoreboard-page.tsx'));
const ScoringPage = lazy(() => import('./reports/scoring-page.tsx'));
const ReviewsPage = lazy(() => import('./reports/reviews-page.tsx'));
const CompanyPage = lazy(() => import('./companies/company-page.tsx'));
const CompanyOverview = lazy(() => import('./companies/company-overview.tsx'));
const CompanyTickets = lazy(() => import('./companies/company-tickets.tsx'));
const CompanyPeople = lazy(() => import('./companies/company-people.tsx'));
const MonthlyReportPage = lazy(() => import('./companies/report/monthly-report.tsx'));
const CompanySettings = lazy(() => import('./companies/company-settings.tsx'));
const PersonPage = lazy(() => import('./people/person-page.tsx'));
const SettingsPage = lazy(() => import('./settings/settings-page.tsx'));
const AccountSettings = lazy(() => import('./settings/account-settings.tsx'));
const AppearanceSettings = lazy(() => import('./settings/appearance-settings.tsx'));
const NotificationSettings = lazy(() => import('./settings/notification-settings.tsx'));
const PeoplePage = lazy(() => import('./people/people-page.tsx'));

export function App() {
  const theme = useTheme();
  const { i18n } = useTranslation();
  const look = useMemo(
    () => ({
      ...antdTheme(theme, 'admin'),
      algorithm: theme === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    }),
    [theme],
  );
  return (
    <ConfigProvider
      theme={look}
      locale={i18n.language === 'ka' ? antdGeorgian : antdEnglish}
      wave={{ disabled: true }}
    >
      <Toasts>
        <CrashScreen>
          <BrowserRouter>
            <Suspense fallback={null}>
              <Routes>
                <Route path="/login" element={<SignInPage />} />
                <Route path="/forgot-password" element={<ForgotPasswordPage />} />
                <Route path="/reset-password" element={<ResetPasswordPage />} />
                <Route path="/accept-invitation" element={<AcceptInvitationPage />} />
                <Route element={<Shell />}>
                  <Route index element={<DashboardPage />} />
                  <Route path="projects" element={<ProjectsPage />} />
                  <Route path="projects/:key" element={<BoardPage />}>
                    <Route path="tickets/:ticketKey" element={<TicketDrawer />} />
                  </Route>
                  <Route path="projects/:key/list" element={<ProjectListPage />}>
                    <Route path="tickets/:ticketKey" element={<TicketDrawer />} />
                  </Route>
                  <Route path="inbox" element={<InboxPage />} />
                  <Route path="all" element={<AllTicketsPage />}>
                    <Route path="tickets/:ticketKey" element={<TicketDrawer />} />
                  </Route>
                  <Route path="projects/:key/calendar" element={<CalendarPage />}>
                    <Route path="tickets/:ticketKey" element={<TicketDrawer />} />
                  </Route>
                  <Route path="projects/:key/deadlines" element={<DeadlinesPage />}>
                    <Route path="tickets/:ticketKey" element={<TicketDrawer />} />
                  </Route>
                  <Route path="projects/:key/archive" element={<ArchivePage />}>
                    <Route path="tickets/:ticketKey" element={<TicketDrawer />} />
                  </Route>
                  <Route path="projects/:key/settings/:tab?" element={<ProjectSettingsPage />} />
                  <Route path="chat/:roomId?" element={<ChatPage />} />
                  <Route path="tickets/:ticketKey" element={<TicketPage />} />
                  <Route path="companies" element={<CompaniesPage />} />
                  <Route path="companies/:id" element={<CompanyPage />}>
                    <Route index element={<CompanyOverview />} />
                    <Route path="tickets" element={<CompanyTickets />} />
                    <Route path="people" element={<CompanyPeople />} />
                    <Route path="report" element={<MonthlyReportPage />} />
                    <Route path="settings" element={<CompanySettings />} />
                    <Route path="*" element={<NotFound />} />
                  </Route>
                  <Route path="people" element={<PeoplePage />} />
                  <Route path="operations/:tab?" element={<OperationsPage />} />
                  <Route path="reports" element={<ReportsLayout />}>
                    <Route index element={<PerformancePage />} />
                    <Route path="tickets" element={<CountedTicketsPage />} />
                    <Route path="scoreboard" element={<ScoreboardPage />} />
                    <Route path="scoring" element={<ScoringPage />} />
                    <Route path="reviews" element={<ReviewsPage />} />
                  </Route>
                  <Route path="people/:id" element={<PersonPage />} />
                  <Route path="settings" element={<SettingsPage />}>
                    <Route index element={<Navigate to="account" replace />} />
                    <Route path="account" element={<AccountSettings />} />
                    <Route path="appearance" element={<AppearanceSettings />} />
                    <Route path="notifications" element={<NotificationSettings />} />
                    <Route path="*" element={<NotFound />} />
                  </Route>
                  <Route path="*" element={<NotFound />} />
                </Route>
              </Routes>
            </Suspense>
          </BrowserRouter>
        </CrashScreen>
      </Toasts>
    </ConfigProvider>
  );
}
