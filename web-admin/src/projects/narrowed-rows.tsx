import Input from 'antd/es/input/Input';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchIcon } from '../icons.tsx';

/** With fewer rows the eye is quicker. */
const LONG = 12;

const inOrder = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/**
 * The rows of a list by name, and when it is a long one a box that narrows it down, with how many there are.
 * @param nameOf also what is looked through
 */
export function useNarrowedRows<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  label: string,
): { readonly shown: readonly Row[]; readonly box: ReactNode } {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words.trim().toLocaleLowerCase());
  const sorted = rows.toSorted((one, other) => inOrder.compare(nameOf(one), nameOf(other)));
  if (rows.length <= LONG) return { shown: sorted, box: null };
  const shown = sorted.filter((row) => nameOf(row).toLocaleLowerCase().includes(wanted));
  const box = (
    <div className="narrowing">
      <Input
        prefix={<SearchIcon />}
        aria-label={label}
        placeholder={label}
        allowClear
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <span className="muted" role="status">
        {wanted === ''
          ? t('settings.rowCount', { count: rows.length })
          : t('settings.rowsOf', { shown: shown.length, count: rows.length })}
      </span>
    </div>
  );
  return { shown, box };
}
