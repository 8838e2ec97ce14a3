import type { Metric } from '@ticketing/contracts/kinds.ts';
import { metricRanges } from '@ticketing/contracts/report-views.ts';
import InputNumber from 'antd/es/input-number';
import Slider from 'antd/es/slider';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { showMetric, showNumber, unitOf } from './metric-words.ts';
import { faultOf, type ScoringDraft } from './scoring-draft.ts';

/** One metric of the score: how much it weighs, and what is poor and what is good. */
export function ScoringRow(props: {
  metric: Metric;
  draft: ScoringDraft;
  /** Sum of all weights. */
  weights: number;
  mayChange: boolean;
  onChange: (part: Partial<ScoringDraft[Metric]>) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { metric, draft, mayChange, onChange, weights } = props;
  const { weight, poor, good } = draft[metric];
  const fault = faultOf(metric, draft);
  const name = t(`reports.metric.${metric}`);
  const share = weights === 0 ? 0 : (weight / weights) * 100;
  const threshold = (kind: 'poor' | 'good', value: number) => (
    <span className="field">
      <label htmlFor={`${id}-${kind}`}>{t(`reports.${kind}`)}</label>
      <InputNumber
        id={`${id}-${kind}`}
        aria-label={`${t(`reports.${kind}`)}: ${name}`}
        aria-describedby={`${id}-words`}
        disabled={!mayChange}
        min={0}
        max={metricRanges[metric].most}
        step={unitOf(metric) === 'stars' ? 0.1 : 1}
        value={value}
        {...(fault === undefined ? {} : { status: 'error' as const })}
        suffix={t(`reports.thresholdUnit.${unitOf(metric)}`)}
        onChange={(next) => next !== null && onChange({ [kind]: next })}
      />
    </span>
  );
  return (
    <li className={weight === 0 ? 'scoring-row idle' : 'scoring-row'}>
      <div className="scoring-weight">
        <h3>{name}</h3>
        <strong className="scoring-share">
          {weight === 0
            ? t('reports.notInScore')
            : t('reports.unit.percent', { value: showNumber(share, share < 10 ? 1 : 0) })}
        </strong>
        <Slider
          className="scoring-slider"
          min={0}
          max={100}
          disabled={!mayChange}
          value={weight}
          ariaLabelForHandle={`${t('reports.weight')}: ${name}`}
          tooltip={{ formatter: (value) => t('reports.weightOf', { value }) }}
          onChange={(next) => onChange({ weight: next })}
        />
      </div>
      {weight > 0 && (
        <>
          <div className="scoring-thresholds">
            {threshold('poor', poor)}
            {threshold('good', good)}
          </div>
          <p id={`${id}-words`} className={fault === undefined ? 'muted' : 'problem'}>
            {fault === undefined
              ? t(metricRanges[metric].moreIsBetter ? 'reports.wordsMore' : 'reports.wordsLess', {
                  poor: showMetric(t, metric, poor),
                  good: showMetric(t, metric, good),
                })
              : t(`reports.fault.${fault}.${metricRanges[metric].moreIsBetter ? 'more' : 'less'}`, {
                  most: showNumber(metricRanges[metric].most),
                })}
          </p>
        </>
      )}
    </li>
  );
}
