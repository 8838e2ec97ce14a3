import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './states.tsx';

/** React lets only a class catch what breaks while rendering: instead of a blank page one sees what to do. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { t } = useTranslation();
  return (
    <main className="mx-auto max-w-[720px] px-4 py-16">
      <Notice alert title={t('desk.page.crashed')} hint={t('desk.page.crashedHint')}>
        <button type="button" className="button-primary" onClick={() => window.location.reload()}>
          {t('desk.page.reload')}
        </button>
      </Notice>
    </main>
  );
}
