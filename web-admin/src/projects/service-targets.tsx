import { changeServiceTargets } from '@ticketing/contracts/endpoints/report-commands.ts';
import type { Level } from '@ticketing/contracts/kinds.ts';
import type { HoursByPriority } from '@ticketing/contracts/report-views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import InputNumber from 'antd/es/input-number';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PriorityBars } from '../icons.tsx';
import { useChange } from './use-change.ts';

type Targets = { readonly firstResponseHours: HoursByPriority; readonly resolutionHours: HoursByPriority };
const kinds = ['firstResponseHours', 'resolutionHours'] as const;
const levels = [4, 3, 2, 1] as const satisfies readonly Level[];

/** Hours to the first answer and to the resolution by priority; an empty field is no target. */
export function ServiceTargets(props: { projectId: string; saved: Targets; mayChange: boolean }) {
  const { projectId, saved, mayChange } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange(['service-targets', 'kpis', 'scoreboard']);
  const [targets, setTargets] = useState(saved);
  const changed = JSON.stringify(targets) !== JSON.stringify(saved);
  const send = (body: Targets) => api.call(changeServiceTargets, { params: { id: projectId }, body });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!changed) return;
        void change(
          t('settings.saved'),
          () => send(targets),
          () => send(saved),
        );
      }}
    >
      <table className="ways targets">
        <thead>
          <tr>
            <th scope="col">{t('ticket.priority')}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                {t(`settings.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levels.map((level) => (
            <tr key={level}>
              <th scope="row">
                <span className="with-icon">
                  <PriorityBars level={level} label="" />
                  {t(`level.${level}`)}
                </span>
              </th>
              {kinds.map((kind) => (
                <td key={kind}>
                  <InputNumber
                    aria-label={`${t(`settings.${kind}`)}: ${t(`level.${level}`)}`}
                    min={0.01}
                    max={24 * 365}
                    controls={false}
                    placeholder={t('settings.noTarget')}
                    suffix={t('settings.hoursShort')}
                    disabled={!mayChange}
                    value={targets[kind][level]}
                    onChange={(hours) =>
                      setTargets({ ...targets, [kind]: { ...targets[kind], [level]: hours } })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {mayChange && (
        <div className="form-actions">
          <Button htmlType="submit" type="primary" disabled={!changed} loading={busy}>
            {t('ticket.save')}
          </Button>
          <Button disabled={!changed || busy} onClick={() => setTargets(saved)}>
            {t('ticket.cancel')}
          </Button>
        </div>
      )}
    </form>
  );
}
