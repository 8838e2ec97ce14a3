import { usePeople } from '@ticketing/web-kit/lists.ts';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonName } from '../ticket/person-name.tsx';
import { drawnOption } from './drawn-option.ts';

/** Finds a person as one types; only people who can sign in are offered. */
export function PersonPicker(props: {
  label: string;
  value: string | undefined;
  /** @param name of the person; empty when nobody is chosen any more */
  onChange: (userId: string | undefined, name: string) => void;
  except: readonly string[];
  /** Only staff. */
  staff?: boolean;
  id?: string;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const [touched, setTouched] = useState(false);
  const found = usePeople({ q, active: 'true', ...(props.staff ? { staff: 'true' as const } : {}) }, touched);
  const people = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (person) => !props.except.includes(person.id),
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
      notFoundContent={found.isFetching ? t('state.loading') : t('people.noMatch')}
      onFocus={() => setTouched(true)}
      onChange={(userId: string | null | undefined) =>
        props.onChange(userId ?? undefined, people.find((person) => person.id === userId)?.displayName ?? '')
      }
      options={people.map(({ id, displayName, username }) => {
        const name = `${displayName} · ${username}`;
        return drawnOption(id, name, <PersonName id={id} name={name} />);
      })}
    />
  );
}
