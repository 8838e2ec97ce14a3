import { usePeople } from '@ticketing/web-kit/lists.ts';
import Select from 'antd/es/select';
import { useState } from 'react';
import { PersonName } from '../ticket/person-name.tsx';

/** Finds a person as one types; only people who can sign in are offered. */
export function PersonPicker(props: {
  label: string;
  value: string | undefined;
  onChange: (userId: string | undefined) => void;
  except: readonly string[];
  id?: string;
}) {
  const [q, setQ] = useState('');
  const [touched, setTouched] = useState(false);
  const found = usePeople({ q }, touched);
  const people = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (person) => person.active && !props.except.includes(person.id),
  );
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      className="picker"
      allowClear
      aria-label={props.label}
      placeholder={props.label}
      value={props.value ?? null}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setQ }}
      onFocus={() => setTouched(true)}
      onChange={(userId: string | null | undefined) => props.onChange(userId ?? undefined)}
      options={people.map((person) => ({
        value: person.id,
        label: <PersonName id={person.id} name={person.displayName} />,
      }))}
    />
  );
}
