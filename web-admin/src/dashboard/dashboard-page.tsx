import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  rectSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
} from '@dnd-kit/sortable';
import type { DashboardWidget } from '@ticketing/contracts/kinds.ts';
import { useCompanies, useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DownIcon } from '../icons.tsx';
import { ChoiceList } from '../shell/choice-list.tsx';
import { EmptyState, Failed } from '../shell/empty-states.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { PlainBar } from '../shell/plain-bar.tsx';
import { Popover } from '../shell/popover.tsx';
import { ActivityWidget } from './activity-widget.tsx';
import { HealthWidget } from './health-widget.tsx';
import { PipelineWidget } from './pipeline-widget.tsx';
import { AttentionWidget, NewestWidget } from './ticket-widgets.tsx';
import { useArrangedWidgets, useDashboardFollowed } from './use-dashboard.ts';
import { WidgetChooser } from './widget-chooser.tsx';
import { WidgetFrame } from './widget-frame.tsx';
import { WorkloadWidget } from './workload-widget.tsx';
import './dashboard.css';

const widgets = {
  company_health: HealthWidget,
  attention: AttentionWidget,
  newest: NewestWidget,
  activity: ActivityWidget,
  workload: WorkloadWidget,
  pipeline: PipelineWidget,
} as const satisfies Record<DashboardWidget, (props: { companyId: string | undefined }) => React.ReactNode>;

/** What one looks at first: how things stand, arranged by the person, each number a link to what it counts. */
export default function DashboardPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [address, setAddress] = useAddress();
  const companyId = address.get('company') ?? undefined;
  const { data: projects } = useProjects();
  const follow = useMemo(() => projects?.map(({ id }) => id) ?? [], [projects]);
  useDashboardFollowed(follow);
  usePageTitle(t('nav.dashboard'));
  const { arrangement, arrange, error, retry } = useArrangedWidgets();
  const [lifted, setLifted] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const shown = arrangement?.filter((part) => part.shown).map((part) => part.widget) ?? [];
  const name = (widget: string | number | undefined) => t(`dashboard.widget.${String(widget)}`);

  return (
    <div className="board-page">
      <PlainBar title={t('nav.dashboard')}>
        <CompanyChooser
          companyId={companyId}
          onChoose={(id) => setAddress(id === undefined ? {} : { company: id }, { replace: true })}
        />
        {arrangement && <WidgetChooser arrangement={arrangement} onArrange={arrange} />}
      </PlainBar>
      <div className="dashboard-scroll">
        <p className="dashboard-hello">{t('dashboard.hello', { name: me.displayName.split(' ')[0] })}</p>
        {arrangement === undefined && error !== null && <Failed error={error} retry={retry} />}
        {projects?.length === 0 && (
          <EmptyState title={t('dashboard.nothing')} text={t('list.noProject')}>
            <Link to="/projects">{t('nav.projects')}</Link>
          </EmptyState>
        )}
        {arrangement !== undefined && shown.length === 0 && (
          <EmptyState title={t('dashboard.empty')} text={t('dashboard.emptyText')} />
        )}
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          accessibility={{
            screenReaderInstructions: { draggable: t('dashboard.dragHint') },
            announcements: {
              onDragStart: ({ active }) => t('dashboard.picked', { name: name(active.id) }),
              onDragOver: ({ active, over }) =>
                over ? t('dashboard.over', { name: name(active.id), other: name(over.id) }) : undefined,
              onDragEnd: ({ active }) => t('dashboard.put', { name: name(active.id) }),
              onDragCancel: ({ active }) => t('dashboard.left', { name: name(active.id) }),
            },
          }}
          onDragStart={({ active }) => setLifted(String(active.id))}
          onDragCancel={() => setLifted(null)}
          onDragEnd={({ active, over }) => {
            setLifted(null);
            if (over === null || arrangement === undefined || active.id === over.id) return;
            const from = arrangement.findIndex(({ widget }) => widget === active.id);
            const to = arrangement.findIndex(({ widget }) => widget === over.id);
            if (from >= 0 && to >= 0) arrange(arrayMove([...arrangement], from, to));
          }}
        >
          <SortableContext items={shown} strategy={rectSortingStrategy}>
            <div className="dashboard">
              {(projects?.length === 0 ? [] : shown).map((widget) => {
                const Widget = widgets[widget];
                return (
                  <WidgetFrame
                    key={widget}
                    widget={widget}
                    lifted={lifted === widget}
                    onHide={() =>
                      arrange(
                        (arrangement ?? []).map((part) =>
                          part.widget === widget ? { widget, shown: false } : part,
                        ),
                      )
                    }
                  >
                    <Widget companyId={companyId} />
                  </WidgetFrame>
                );
              })}
            </div>
          </SortableContext>
        </DndContext>
      </div>
    </div>
  );
}

function CompanyChooser(props: {
  companyId: string | undefined;
  onChoose: (companyId: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = useCompanies(q);
  const named = useCompanies();
  const companies = found.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = [...companies, ...(named.data?.pages.flatMap((page) => page.items) ?? [])].find(
    ({ id }) => id === props.companyId,
  );
  return (
    <Popover
      className="plain-button"
      panelLabel={t('ticket.company')}
      face={
        <>
          {props.companyId === undefined ? t('dashboard.everyCompany') : (chosen?.name ?? '…')} <DownIcon />
        </>
      }
    >
      {(close) => (
        <ChoiceList
          label={t('ticket.company')}
          placeholder={`${t('ticket.company')}…`}
          empty={t('filter.noChoice')}
          choices={[...(q === '' ? [{ id: '', name: t('dashboard.everyCompany') }] : []), ...companies]}
          chosen={[props.companyId ?? '']}
          onSearch={setQ}
          waiting={found.isFetching}
          onChoose={(id) => {
            close();
            props.onChoose(id === '' ? undefined : id);
          }}
        />
      )}
    </Popover>
  );
}
