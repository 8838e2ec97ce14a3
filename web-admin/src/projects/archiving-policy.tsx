import { changeProject } from '@ticketing/contracts/endpoints/projects.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import InputNumber from 'antd/es/input-number';
import Radio from 'antd/es/radio';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from './use-change.ts';

const HOURS_A_DAY = 24;
const MOST_HOURS = 365 * HOURS_A_DAY;

/** After what time in a done column a ticket goes to the archive by itself; never, if wanted. */
export function ArchivingPolicy({ project, mayChange }: { project: ProjectView; mayChange: boolean }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange();
  const saved = project.archiveAfterHours;
  const inDays = saved !== null && saved !== undefined && saved > 0 && saved % HOURS_A_DAY === 0;
  const [mode, setMode] = useState(saved === undefined ? 'default' : saved === null ? 'never' : 'after');
  const [unit, setUnit] = useState<'hours' | 'days'>(inDays || saved == null ? 'days' : 'hours');
  const [amount, setAmount] = useState<number | null>(
    saved == null ? 14 : inDays ? saved / HOURS_A_DAY : saved,
  );
  const hours = amount === null ? undefined : unit === 'days' ? amount * HOURS_A_DAY : amount;
  const wanted = mode === 'never' ? null : mode === 'after' ? hours : undefined;
  const ready = wanted !== undefined && wanted !== saved && (wanted ?? 0) <= MOST_HOURS;
  const send = (archiveAfterHours: number | null) =>
    api.call(changeProject, { params: { id: project.id }, body: { archiveAfterHours } });

  return (
    <form
      className="policy"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === undefined || !ready) return;
        // The installation's default, once left, is not a value that could be set again.
        const undo = saved === undefined ? undefined : () => send(saved);
        void change(t('settings.saved'), () => send(wanted), undo);
      }}
    >
      <Radio.Group
        className="policy-choices"
        aria-label={t('settings.archiving')}
        disabled={!mayChange}
        value={mode}
        onChange={(event) => setMode(String(event.target.value))}
        options={[
          ...(saved === undefined ? [{ value: 'default', label: t('settings.archiveDefault') }] : []),
          { value: 'never', label: t('settings.archiveNever') },
          { value: 'after', label: t('settings.archiveAfter') },
        ]}
      />
      {mode === 'after' && (
        <span className="policy-amount">
          <InputNumber
            aria-label={t('settings.archiveAmount')}
            min={0}
            max={unit === 'days' ? 365 : MOST_HOURS}
            precision={0}
            disabled={!mayChange}
            value={amount}
            onChange={setAmount}
          />
          <Select
            aria-label={t('settings.archiveUnit')}
            disabled={!mayChange}
            value={unit}
            options={[
              { value: 'hours' as const, label: t('settings.hours') },
              { value: 'days' as const, label: t('settings.days') },
            ]}
            onChange={setUnit}
          />
        </span>
      )}
      {mayChange && (
        <Button htmlType="submit" type="primary" disabled={!ready} loading={busy}>
          {t('ticket.save')}
        </Button>
      )}
    </form>
  );
}
