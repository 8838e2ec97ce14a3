import { showNumber } from '@ticketing/web-kit/show-number.ts';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayFigures } from './report-days.ts';

/** The widest that it is drawn; on a narrower screen fewer units are as many pixels, so that its words can be read. */
const WIDEST = 720;
const HEIGHT = 150;
const FLOOR = 128;
const LEFT = 28;

/** Opened and resolved on each day of the month. The table behind it says the same in figures. */
export function DayChart({ days }: { days: readonly DayFigures[] }) {
  const { t } = useTranslation();
  const drawing = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(WIDEST);
  useLayoutEffect(() => {
    if (!drawing.current) return;
    const measure = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0)
        setWidth(Math.min(WIDEST, Math.round(entry.contentRect.width)));
    });
    measure.observe(drawing.current);
    return () => measure.disconnect();
  }, []);
  const most = Math.max(1, ...days.flatMap(({ opened, resolved }) => [opened, resolved]));
  const step = (width - LEFT) / days.length;
  const height = (value: number) => (value / most) * (FLOOR - 12);
  const bar = Math.max(2, step / 2 - (step > 14 ? 2 : 1));
  return (
    <>
      <svg
        ref={drawing}
        className="day-chart"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={t('report.byDay')}
      >
        {[most, most / 2].map((line) => (
          <line
            key={line}
            className="grid"
            x1={LEFT}
            x2={width}
            y1={FLOOR - height(line)}
            y2={FLOOR - height(line)}
          />
        ))}
        <text x={LEFT - 6} y={FLOOR - height(most) + 4} textAnchor="end">
          {showNumber(most)}
        </text>
        <text x={LEFT - 6} y={FLOOR + 1} textAnchor="end">
          0
        </text>
        {days.map(({ day, opened, resolved }, index) => (
          <g key={day} transform={`translate(${LEFT + index * step}, 0)`}>
            <rect className="opened" x="1" y={FLOOR - height(opened)} width={bar} height={height(opened)} />
            <rect
              className="resolved"
              x={1 + bar}
              y={FLOOR - height(resolved)}
              width={bar}
              height={height(resolved)}
            />
            {(index === 0 || (index + 1) % 5 === 0) && (
              <text x={bar} y={HEIGHT - 6} textAnchor="middle">
                {index + 1}
              </text>
            )}
          </g>
        ))}
        <line className="floor" x1={LEFT} x2={width} y1={FLOOR} y2={FLOOR} />
      </svg>
      <p className="legend">
        <span className="key-opened" aria-hidden="true" /> {t('report.figure.opened')}
        <span className="key-resolved" aria-hidden="true" /> {t('report.figure.resolved')}
      </p>
      <details className="behind">
        <summary>{t('report.asTable')}</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('report.day')}</th>
              <th scope="col" className="number">
                {t('report.figure.opened')}
              </th>
              <th scope="col" className="number">
                {t('report.figure.resolved')}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, opened, resolved }, index) => (
              <tr key={day}>
                <th scope="row">{index + 1}</th>
                <td className="number">{showNumber(opened)}</td>
                <td className="number">{showNumber(resolved)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
