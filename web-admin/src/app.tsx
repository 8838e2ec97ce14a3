import { Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { BoardPage } from './board/board-page.tsx';
import { CrashScreen } from './shell/crash-screen.tsx';
import { NotFound } from './shell/empty-states.tsx';
import { lazyPage } from './shell/lazy-page.tsx';
import { Shell } from './shell/shell.tsx';
import { Toasts } from './shell/toasts.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';

const TicketPage = lazyPage(() => import('./ticket/ticket-page.tsx'));
const TicketDrawer = lazyPage(() => import('./ticket/ticket-drawer.tsx'));
const ProjectsPage = lazyPage(() => import('./projects/projects-page.tsx'));
const ArchivePage = lazyPage(() => import('./projects/archive-page.tsx'));
const CalendarPage = lazyPage(() => import('./calendar/calendar-page.tsx'));
const DashboardPage = lazyPage(() => import('./dashboard/dashboard-page.tsx'));
const DeadlinesPage = lazyPage(() => import('./calendar/deadlines-page.tsx'));
const SearchPage = lazyPage(() => import('./search/search-page.tsx'));
const InboxPage = lazyPage(() => import('./notifications/inbox-page.tsx'));
const ProjectListPage = lazyPage(async () => ({
  default: (await import('./list/list-page.tsx')).ProjectListPage,
}));
const AllTicketsPage = lazyPage(async () => ({
  default: (await import('./list/list-page.tsx')).AllTicketsPage,
}));
const ProjectSettingsPage = lazyPage(() => import('./projects/project-settings-page.tsx'));
const ChatPage = lazyPage(() => import('./chat/chat-page.tsx'));
const CompaniesPage = lazyPage(() => import('./companies/companies-page.tsx'));
const ForgotPasswordPage = lazyPage(() => import('./sign-in/forgot-password-page.tsx'));
const ResetPasswordPage = lazyPage(() => import('./sign-in/reset-password-page.tsx'));
const AcceptInvitationPage = lazyPage(() => import('./sign-in/accept-invitation-page.tsx'));
const OperationsPage = lazyPage(() => import('./operations/operations-page.tsx'));
const ReportsLayout = lazyPage(() => import('./reports/reports-layout.tsx'));
const PerformancePage = lazyPage(() => import('./reports/performance-page.tsx'));
const CountedTicketsPage = lazyPage(() => import('./reports/counted-tickets-page.tsx'));
const ScoreboardPage = lazyPage(() => import('./reports/scoreboard-page.tsx'));
const ScoringPage = lazyPage(() => import('./reports/scoring-page.tsx'));
const ReviewsPage = lazyPage(() => import('./reports/reviews-page.tsx'));
const CompanyPage = lazyPage(() => import('./companies/company-page.tsx'));
const CompanyOverview = lazyPage(() => import('./companies/company-overview.tsx'));
const CompanyTickets = lazyPage(() => import('./companies/company-tickets.tsx'));
const CompanyPeople = lazyPage(() => import('./companies/company-people.tsx'));
const MonthlyReportPage = lazyPage(() => import('./companies/report/monthly-report.tsx'));
const CompanySettings = lazyPage(() => import('./companies/company-settings.tsx'));
const PersonPage = lazyPage(() => import('./people/person-page.tsx'));
const SettingsPage = lazyPage(() => import('./settings/settings-page.tsx'));
const AccountSettings = lazyPage(() => import('./settings/account-settings.tsx'));
const AppearanceSettings = lazyPage(() => import('./settings/appearance-settings.tsx'));
const NotificationSettings = lazyPage(() => import('./settings/notification-settings.tsx'));
const PeoplePage = lazyPage(() => import('./people/people-page.tsx'));

export function App() {
  return (
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
                <Route path="search" element={<SearchPage />} />
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
  );
}
