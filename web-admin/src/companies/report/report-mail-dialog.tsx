import { changeReportMailing, sendMonthlyReport } from '@ticketing/contracts/endpoints/report-mailing.ts';
import type { Language } from '@ticketing/contracts/kinds.ts';
import type { ReportMailing } from '@ticketing/contracts/report-mailing.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { newCommandId } from '@ticketing/web-kit/command-id.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { usePeople } from '@ticketing/web-kit/lists.ts';
import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Segmented from 'antd/es/segmented';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListSkeleton } from '../../shell/empty-states.tsx';
import { FormDialog } from '../../shell/form-dialog.tsx';
import { useToast } from '../../shell/toasts.tsx';
import { PersonName } from '../../ticket/person-name.tsx';
import { monthName } from './report-month.ts';

/** By whose clock a month begins: that of this device. */
const timeZoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
const languages: readonly Language[] = ['en', 'ka'];

/** To whom a report is mailed, and in which language: this month's once, or every month's by itself. */
export function ReportMailDialog(props: {
  company: CompanyView;
  /** The month that is sent; absent for every month's. */
  month?: string;
  /** As it is set for every month; null for nobody. */
  mailing: ReportMailing | null;
  onClose: () => void;
}) {
  const { company, month, mailing, onClose } = props;
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const toast = useToast();
  const languageId = useId();
  const [chosen, setChosen] = useState<readonly string[]>(mailing?.recipientIds ?? []);
  const [language, setLanguage] = useState<Language>(
    mailing?.language ?? languages.find((each) => each === currentLanguage()) ?? 'en',
  );
  // Sent again after an answer that did not come, it mails nobody twice.
  const requestId = useRef(newCommandId());
  const found = usePeople({ companyId: company.id });
  const members = [...company.userIds, ...company.adminIds];
  const people = found.data?.pages.flatMap((page) => page.items).filter(({ id }) => members.includes(id));
  const recipientIds = chosen.filter((id) => members.includes(id));
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);

  const params = { id: company.id };
  const change = async (next: ReportMailing | null) => {
    await api.call(changeReportMailing, { params, body: { mailing: next } });
    await queries.invalidateQueries({ queryKey: ['report-mailing', company.id] });
  };
  const save = async () => {
    if (month !== undefined) {
      const body = { month, recipientIds: [...recipientIds], language, timeZone: timeZoneHere() };
      await api.call(sendMonthlyReport, { params, body, commandId: requestId.current });
      toast({ text: t('report.mail.sent', { count: recipientIds.length }) });
    } else {
      const next =
        recipientIds.length === 0
          ? null
          : { recipientIds: [...recipientIds], language, timeZone: timeZoneHere() };
      await change(next);
      toast({
        text: t(next === null ? 'report.mail.off' : 'report.mail.saved'),
        action: { label: t('board.undo'), run: () => void change(mailing) },
      });
    }
    onClose();
  };

  return (
    <FormDialog
      title={
        month === undefined ? t('report.mail.monthly') : t('report.mail.title', { month: monthName(month) })
      }
      save={t(month === undefined ? 'report.mail.save' : 'report.mail.send')}
      onClose={onClose}
      onSave={save}
      ready={month === undefined ? recipientIds.length > 0 || mailing !== null : recipientIds.length > 0}
    >
      <p className="muted">{t(month === undefined ? 'report.mail.monthlyText' : 'report.mail.text')}</p>
      <fieldset className="report-recipients">
        <legend>{t('report.mail.to')}</legend>
        {people === undefined && <ListSkeleton rows={3} />}
        {people?.length === 0 && <p className="muted">{t('report.mail.nobody')}</p>}
        {people?.map((person) => (
          <Checkbox
            key={person.id}
            checked={chosen.includes(person.id)}
            disabled={!person.active}
            onChange={() => toggle(person.id)}
          >
            <PersonName id={person.id} name={person.displayName} />{' '}
            <span className="muted">
              {t(company.adminIds.includes(person.id) ? 'report.mail.servesIt' : 'report.mail.worksThere')}
            </span>
          </Checkbox>
        ))}
        {found.hasNextPage && (
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('state.more')}
          </Button>
        )}
      </fieldset>
      <div className="field">
        <span id={languageId}>{t('report.mail.language')}</span>
        <Segmented
          aria-labelledby={languageId}
          value={language}
          options={languages.map((each) => ({ value: each, label: t(`report.mail.languages.${each}`) }))}
          onChange={(each) => setLanguage(each)}
        />
        <span className="hint">{t('report.mail.languageHint')}</span>
      </div>
      <p className="hint">{t('report.mail.addressHint')}</p>
    </FormDialog>
  );
}
