import { replayParkedStream } from '@ticketing/contracts/endpoints/operations.ts';
import type { ProjectionView } from '@ticketing/contracts/operations-views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { showNumber } from '../reports/metric-words.ts';
import { useToast } from '../shell/toasts.tsx';
import { useAction } from '../shell/use-action.ts';
import { type Look, lagOf, rateOf, stateOf } from './pace.ts';

type Parked = ProjectionView['parkedStreams'][number];

/** One projection: its state in words, its figures, and below it the streams that it set aside. */
export function ProjectionRow(props: {
  item: ProjectionView;
  head: bigint;
  before: Look | undefined;
  now: Look;
}) {
  const { t } = useTranslation();
  const { item, head } = props;
  const state = stateOf(item, head);
  const rate = rateOf(item.name, props.before, props.now);
  return (
    <li className="projection">
      <div className="projection-line">
        <span className={`state-mark ${state}`} aria-hidden="true" />
        <strong className="projection-name">{item.name}</strong>
        <span className={state === 'current' ? 'projection-state muted' : 'projection-state'}>
          {state === 'parked'
            ? t('operations.parked', { count: item.parkedStreams.length })
            : state === 'behind'
              ? t('operations.behind', { lag: showNumber(lagOf(item, head)) })
              : t(`operations.${state}`)}
        </span>
        <dl className="projection-figures">
          <Figure name={t('operations.rate')}>
            {rate === undefined ? '…' : t('operations.perSecond', { value: showNumber(rate, 1) })}
          </Figure>
          <Figure name={t('operations.applied')}>{showNumber(Number(item.applied))}</Figure>
          <Figure name={t('operations.last')}>
            {item.appliedRecordedAt === null ? '—' : <When at={item.appliedRecordedAt} />}
          </Figure>
          <Figure name={t('operations.leader')}>
            <span className="mono clip">{item.owner ?? '—'}</span>
          </Figure>
        </dl>
      </div>
      {item.parkedStreams.length > 0 && (
        <ul className="parked-streams" aria-label={t('operations.parkedOf', { name: item.name })}>
          {item.parkedStreams.map((parked) => (
            <ParkedStream key={parked.stream} projection={item.name} parked={parked} />
          ))}
        </ul>
      )}
    </li>
  );
}

const Figure = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** A stream whose event could not be applied: why, and a way to have it tried again. */
function ParkedStream({ projection, parked }: { projection: string; parked: Parked }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const toast = useToast();
  const { busy, run } = useAction(['projections']);
  const waits = parked.replayRequestedAt !== null;
  const replay = async () => {
    const asked = await run(() =>
      api.call(replayParkedStream, { params: { name: projection }, body: { stream: parked.stream } }),
    );
    if (asked) toast({ text: t('operations.replayAsked') });
  };
  return (
    <li className="parked-stream">
      <div>
        <span className="mono">{parked.stream}</span>
        <p>{parked.reason}</p>
        <p className="muted">
          {t('operations.parkedSince')} <When at={parked.parkedAt} />
          {parked.lastTriedAt !== null && (
            <>
              {' · '}
              {t('operations.tried', { count: parked.attempts })} <When at={parked.lastTriedAt} />
            </>
          )}
        </p>
      </div>
      <Button
        size="small"
        disabled={waits}
        loading={busy}
        aria-label={`${t(waits ? 'operations.replayWaits' : 'operations.replay')}: ${parked.stream}`}
        onClick={() => void replay()}
      >
        {t(waits ? 'operations.replayWaits' : 'operations.replay')}
      </Button>
    </li>
  );
}
