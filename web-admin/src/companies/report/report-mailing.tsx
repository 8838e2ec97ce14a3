import { useQuery } from '@tanstack/react-query';
import { getReportMailing } from '@ticketing/contracts/endpoints/report-mailing.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReportMailDialog } from './report-mail-dialog.tsx';

/** Mails the month's report, and says to whom it goes by itself every month; for who manages the company. */
export function ReportMailing({ company, month }: { company: CompanyView; month: string }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const [open, setOpen] = useState<'month' | 'monthly' | null>(null);
  const { data } = useQuery({
    queryKey: ['report-mailing', company.id],
    queryFn: ({ signal }) => api.call(getReportMailing, { params: { id: company.id }, signal }),
  });
  if (data === undefined) return null;
  const { mailing } = data;
  return (
    <>
      <Button onClick={() => setOpen('month')}>{t('report.mail.open')}</Button>
      <Button type="text" onClick={() => setOpen('monthly')}>
        {mailing === null
          ? t('report.mail.everyMonth')
          : t('report.mail.everyMonthTo', { count: mailing.recipientIds.length })}
      </Button>
      {open !== null && (
        <ReportMailDialog
          company={company}
          mailing={mailing}
          {...(open === 'month' ? { month } : {})}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
