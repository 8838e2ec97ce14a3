import { useSortable } from '@dnd-kit/sortable';
import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { changeColumn } from '@ticketing/contracts/endpoints/projects.ts';
import { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import type { ColumnView, ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Button from 'antd/es/button';
import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CategoryRing, CloseIcon, GripIcon } from '../icons.tsx';
import { ColourField } from './colour-field.tsx';
import { NameField } from './name-field.tsx';
import { useChange } from './use-change.ts';

/** One column: name, colour, meaning, and how many tickets it should hold. */
export function ColumnRow(props: {
  project: ProjectView;
  column: ColumnView;
  mayChange: boolean;
  onRemove: () => void;
}) {
  const { project, column, mayChange } = props;
  const { t } = useTranslation();
  const { api } = useKit();
  const { busy, change } = useChange();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } =
    useSortable({ id: column.id, disabled: !mayChange });

  const send = (body: BodySentOf<typeof changeColumn>) =>
    api.call(changeColumn, { params: { id: project.id, columnId: column.id }, body });
  const set = (patch: BodySentOf<typeof changeColumn>, before: BodySentOf<typeof changeColumn>) =>
    void change(
      t('settings.columnSaved', { name: patch.name ?? column.name }),
      () => send(patch),
      () => send(before),
    );
  const recolour = (colour: string) => set({ colour }, { colour: column.colour });

  return (
    <li
      ref={setNodeRef}
      className={isDragging ? 'column-row dragging' : 'column-row'}
      style={{
        transform: transform === null ? undefined : `translate3d(0, ${transform.y}px, 0)`,
        transition,
      }}
    >
      {mayChange && (
        <button
          type="button"
          ref={setActivatorNodeRef}
          className="column-grip"
          {...attributes}
          {...listeners}
          aria-label={t('settings.moveColumn', { name: column.name })}
        >
          <GripIcon />
        </button>
      )}
      <CategoryRing category={column.category} colour={column.colour} />
      <span className="column-name">
        {mayChange ? (
          <NameField
            label={t('settings.columnName', { name: column.name })}
            value={column.name}
            onSave={(name) => set({ name }, { name: column.name })}
          />
        ) : (
          column.name
        )}
      </span>
      <ColourField
        label={t('settings.colourOf', { name: column.name })}
        value={column.colour}
        disabled={!mayChange}
        onSave={recolour}
      />
      <Select
        className="column-category"
        popupMatchSelectWidth={false}
        aria-label={`${t('settings.category')}: ${column.name}`}
        disabled={!mayChange || busy}
        value={column.category}
        options={ColumnCategory.options.map((each) => ({ value: each, label: t(`category.${each}`) }))}
        onChange={(category) => set({ category }, { category: column.category })}
      />
      <span className="column-limits">
        <Limit
          label={t('settings.minimum')}
          of={column.name}
          value={column.minimum}
          disabled={!mayChange || busy}
          onSave={(minimum) => set({ minimum }, { minimum: column.minimum })}
        />
        <Limit
          label={t('settings.maximum')}
          of={column.name}
          value={column.maximum}
          disabled={!mayChange || busy}
          onSave={(maximum) => set({ maximum }, { maximum: column.maximum })}
        />
      </span>
      {mayChange && (
        <Button
          type="text"
          size="small"
          icon={<CloseIcon />}
          aria-label={t('settings.removeColumn', { name: column.name })}
          title={t('settings.removeColumn', { name: column.name })}
          onClick={props.onRemove}
        />
      )}
    </li>
  );
}

function Limit(props: {
  label: string;
  of: string;
  value: number | null;
  disabled: boolean;
  onSave: (value: number | null) => void;
}) {
  const id = useId();
  const { value, onSave } = props;
  const typed = useRef(value);
  /** What was sent last: Enter and then leaving the field are one change. */
  const sent = useRef(value);
  const save = () => {
    if (typed.current === value || typed.current === sent.current) return;
    sent.current = typed.current;
    onSave(typed.current);
  };
  return (
    <label htmlFor={id} className="limit">
      <span className="muted">{props.label}</span>
      <InputNumber
        id={id}
        key={String(value)}
        aria-label={`${props.label}: ${props.of}`}
        min={0}
        max={10_000}
        precision={0}
        controls={false}
        placeholder="–"
        disabled={props.disabled}
        {...(value === null ? {} : { defaultValue: value })}
        onChange={(next) => {
          typed.current = typeof next === 'number' ? next : null;
        }}
        onBlur={save}
        onPressEnter={save}
      />
    </label>
  );
}
