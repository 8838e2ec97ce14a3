import { useSortable } from '@dnd-kit/sortable';
import type { DashboardWidget } from '@ticketing/contracts/kinds.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon, GripIcon } from '../icons.tsx';

/** What stands around every widget: its name, a grip to put it elsewhere, and a way to put it away. */
export function WidgetFrame(props: {
  widget: DashboardWidget;
  lifted: boolean;
  onHide: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const name = t(`dashboard.widget.${props.widget}`);
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition } = useSortable({
    id: props.widget,
  });
  return (
    <section
      ref={setNodeRef}
      className={props.lifted ? 'widget lifted' : 'widget'}
      data-widget={props.widget}
      aria-label={name}
      style={{
        transform: transform === null ? undefined : `translate3d(${transform.x}px, ${transform.y}px, 0)`,
        transition,
      }}
    >
      <header>
        <button
          ref={setActivatorNodeRef}
          type="button"
          className="widget-grip"
          {...attributes}
          {...listeners}
          aria-label={t('dashboard.move', { name })}
          title={t('dashboard.move', { name })}
        >
          <GripIcon />
        </button>
        <h2>{name}</h2>
        <button
          type="button"
          className="widget-hide"
          aria-label={t('dashboard.hide', { name })}
          title={t('dashboard.hide', { name })}
          onClick={props.onHide}
        >
          <CloseIcon />
        </button>
      </header>
      <div className="widget-body">{props.children}</div>
    </section>
  );
}
