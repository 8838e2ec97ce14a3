import { isGone } from '@ticketing/web-kit/api-error.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DownloadIcon, NextIcon, PreviousIcon } from '../../icons.tsx';
import { EmptyState, Failed, ListSkeleton } from '../../shell/empty-states.tsx';
import { useToast } from '../../shell/toasts.tsx';
import { useAddressText } from '../../shell/use-address-text.ts';
import { useCompanyContext } from '../company-page.tsx';
import { useMonthlyReport } from '../company-queries.ts';
import { downloadBlob } from './download-blob.ts';
import { ReportMailing } from './report-mailing.tsx';
import { monthName, monthOf, monthsFrom, readMonth } from './report-month.ts';
import { ReportSheet } from './report-sheet.tsx';
import '../../styles/monthly-report.css';

/** Months that can be picked by name; older ones are reached by the arrow or the address. */
const PICKED = 60;

/** What a company is told of a month: on the screen, on paper, and as a PDF. */
export default function MonthlyReportPage() {
  const { t } = useTranslation();
  const { queries } = useKit();
  const toast = useToast();
  const { company, mayManage } = useCompanyContext();
  const [text, setMonth] = useAddressText('month');
  const now = new Date();
  const current = monthOf(now);
  const month = readMonth(text === '' ? null : text, now);
  const { data: report, error, refetch } = useMonthlyReport(company.id, month);
  const before = useMonthlyReport(company.id, monthsFrom(month, -1)).data;
  const [making, setMaking] = useState(false);

  if (isGone(error)) return <EmptyState title={t('company.report')} text={t('company.noFigures')} />;

  const download = async () => {
    if (report === undefined) return;
    setMaking(true);
    try {
      // The writer of PDFs is large, and most who read a report never need it.
      const { reportPdf } = await import('./report-pdf.ts');
      const blob = await reportPdf(t, { report, before, month });
      downloadBlob(blob, `${fileNameOf(company.name)}-${month}.pdf`);
    } catch {
      toast({ tone: 'harm', text: t('report.pdfFailed') });
    } finally {
      setMaking(false);
    }
  };

  const months = Array.from({ length: PICKED }, (_, index) => monthsFrom(current, -index));
  const options = (months.includes(month) ? months : [...months, month]).map((each) => ({
    value: each,
    label: monthName(each),
  }));
  return (
    <>
      <div className="filters report-tools">
        <Button
          icon={<PreviousIcon />}
          aria-label={t('report.previousMonth')}
          onClick={() => setMonth(monthsFrom(month, -1))}
        />
        <Select
          className="month-picker"
          aria-label={t('report.month')}
          value={month}
          options={options}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(each) => setMonth(each)}
        />
        <Button
          icon={<NextIcon />}
          aria-label={t('report.nextMonth')}
          disabled={month >= current}
          onClick={() => setMonth(monthsFrom(month, 1))}
        />
        <div className="report-actions">
          {mayManage && <ReportMailing company={company} month={month} />}
          <Button className="on-paper" disabled={report === undefined} onClick={() => window.print()}>
            {t('report.print')}
          </Button>
          <Button
            type="primary"
            icon={<DownloadIcon />}
            loading={making}
            disabled={report === undefined}
            onClick={() => void download()}
            // What it needs is on its way by the time it is pressed.
            onPointerEnter={() =>
              void queries.prefetchQuery({ queryKey: ['report-pdf'], queryFn: loadWriter })
            }
          >
            {t('report.download')}
          </Button>
        </div>
      </div>
      {report === undefined &&
        (error ? <Failed error={error} retry={() => void refetch()} /> : <ListSkeleton rows={6} />)}
      {report !== undefined && <ReportSheet report={report} before={before} month={month} />}
    </>
  );
}

const loadWriter = async () => {
  await import('./report-pdf.ts');
  return true;
};

/** A name that every file system takes. */
const fileNameOf = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'report';
