import { useSession } from '@ticketing/web-kit/session.tsx';
import { SessionEnded } from '@ticketing/web-kit/session-ended.tsx';
import { lazy, Suspense, useLayoutEffect, useRef } from 'react';
import { Navigate, Route, Routes, useLocation, useNavigationType } from 'react-router';
import { HomePage } from './home/home-page.tsx';
import { ListAndTicket } from './home/list-and-ticket.tsx';
import { isWriting } from './shell/keyboard.ts';
import { MissingPage } from './shell/missing-page.tsx';
import { PageFrame } from './shell/page-frame.tsx';
import { SessionWait } from './shell/session-wait.tsx';
import { useThemeColour } from './shell/theme-colour.ts';
import { SignInPage } from './ways-in/sign-in-page.tsx';

const AskPage = lazy(() => import('./ask/ask-page.tsx'));
const TicketPage = lazy(() => import('./ticket/ticket-page.tsx'));
const ProfilePage = lazy(() => import('./profile/profile-page.tsx'));
const NotificationsPage = lazy(() => import('./notifications/notifications-page.tsx'));
const RoomPage = lazy(() => import('./chat/room-page.tsx'));
const ForgotPage = lazy(() => import('./ways-in/forgot-page.tsx'));
const ResetPage = lazy(() => import('./ways-in/reset-page.tsx'));

export function App() {
  const session = useSession();
  const wasSignedIn = useRef(false);
  useScrollToTop();
  useThemeColour();

  switch (session.state) {
    case 'signed-out':
      return (
        <Suspense>
          <Routes>
            <Route path="forgot-password" element={<ForgotPage />} />
            <Route path="reset-password" element={<ResetPage />} />
            {/* In place of whatever page was asked for, so that signing in leads right there. */}
            <Route path="*" element={<SignInPage ended={wasSignedIn.current} />} />
          </Routes>
        </Suspense>
      );
    case 'loading':
      return <SessionWait error={session.error} retry={session.retry} />;
    case 'signed-in':
      wasSignedIn.current = true;
      return (
        <>
          {session.ended && <SessionEnded />}
          <Suspense>
            <Routes>
              <Route path="reset-password" element={<ResetPage />} />
              <Route element={<PageFrame />}>
                <Route element={<ListAndTicket />}>
                  <Route index element={<HomePage />} />
                  <Route path="tickets/:ticketId" element={<TicketPage />} />
                </Route>
                <Route path="login" element={<Navigate to="/" replace />} />
                <Route path="forgot-password" element={<Navigate to="/profile" replace />} />
                <Route path="ask" element={<AskPage />} />
                <Route path="notifications" element={<NotificationsPage />} />
                <Route path="rooms/:roomId" element={<RoomPage />} />
                <Route path="profile" element={<ProfilePage />} />
                <Route path="*" element={<MissingPage />} />
              </Route>
            </Routes>
          </Suspense>
        </>
      );
    default:
      return session satisfies never;
  }
}

/** A new page starts at its top; going back finds the place that was left. */
function useScrollToTop(): void {
  const { pathname } = useLocation();
  const how = useNavigationType();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every page
  useLayoutEffect(() => {
    if (how === 'POP') return;
    window.scrollTo(0, 0);
    // The keyboard goes on from where the eyes are, and a screen reader notices that the page is another one.
    if (!isWriting()) document.getElementById('content')?.focus({ preventScroll: true });
  }, [pathname]);
}
