import { useTranslation } from 'react-i18next';
import { CloseIcon, SearchIcon } from '../icons.tsx';

type Props = { readonly value: string; readonly onChange: (value: string) => void };

export function SearchBox({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <search className="relative block">
      <span className="pointer-events-none absolute inset-y-0 left-3.5 flex items-center text-muted">
        <SearchIcon />
      </span>
      <input
        type="search"
        aria-label={t('desk.home.search')}
        placeholder={t('desk.home.searchHint')}
        value={value}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
        className="field pr-12 pl-11 [&::-webkit-search-cancel-button]:hidden"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={t('desk.home.clearSearch')}
          onClick={() => onChange('')}
          className="absolute inset-y-0 right-0 flex w-11 items-center justify-center text-muted hover:text-text"
        >
          <CloseIcon />
        </button>
      )}
    </search>
  );
}
