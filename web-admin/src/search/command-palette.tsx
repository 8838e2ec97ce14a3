import { useMe } from '@ticketing/web-kit/session.tsx';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ClockIcon, SearchIcon } from '../icons.tsx';
import { type PaletteItem, usePaletteGroups } from './palette-items.tsx';
import { recentItems, rememberItem } from './recent-items.ts';
import './search.css';

/** Milliseconds of rest after which the server is asked. */
const PAUSE = 150;

/** Finds tickets, people, companies, projects, pages and actions by what one types; Enter goes there or does it. */
export default function CommandPalette(props: {
  /** What was typed while it was on its way. */
  early: RefObject<string>;
  onClose: () => void;
  onHelp: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState(() => props.early.current);
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);

  const found = usePaletteGroups(typed, asked, props.onHelp);
  const [recent] = useState(() =>
    recentItems(me.id).map((item): PaletteItem => ({ ...item, icon: <ClockIcon /> })),
  );
  const groups =
    typed === '' && recent.length > 0 ? [{ name: t('palette.recent'), items: recent }, ...found] : found;
  const items = groups.flatMap((group) => group.items);
  const current = Math.max(0, Math.min(at, items.length - 1));

  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, current]);

  const take = (item: PaletteItem, elsewhere: boolean) => {
    if (item.to !== undefined && elsewhere) {
      window.open(item.to);
      return;
    }
    props.onClose();
    item.run?.();
    if (item.to === undefined) return;
    if (item.id !== 'all') rememberItem(me.id, { id: item.id, name: item.name, to: item.to });
    void navigate(item.to);
  };

  let index = -1;
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t('palette.title')}
      aria-modal="true"
      onClose={props.onClose}
      // A click beside it closes it; keys do so by Escape.
      onMouseDown={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <div className="palette-field">
        <SearchIcon />
        <input
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={items.length > 0 ? `${id}-${current}` : undefined}
          placeholder={t('palette.placeholder')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step !== undefined && items.length > 0) {
              event.preventDefault();
              setAt((current + step + items.length) % items.length);
            }
            const item = items[current];
            if (event.key === 'Enter' && item !== undefined) {
              event.preventDefault();
              take(item, event.metaKey || event.ctrlKey);
            }
          }}
        />
        <kbd>Esc</kbd>
      </div>
      <div id={id} role="listbox" aria-label={t('palette.title')} className="palette-list">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, which a fieldset is not
          <div key={group.name} role="group" aria-label={group.name}>
            <div className="palette-group" aria-hidden="true">
              {group.name}
            </div>
            {group.items.map((item) => {
              index += 1;
              const place = index;
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: as the list
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the search field
                <div
                  key={`${group.name} ${item.id}`}
                  id={`${id}-${place}`}
                  role="option"
                  aria-selected={place === current}
                  className={place === current ? 'choice current' : 'choice'}
                  onClick={(event) => take(item, event.metaKey || event.ctrlKey)}
                  onMouseMove={() => setAt(place)}
                >
                  <span className="palette-icon">{item.icon}</span>
                  <span className="choice-face">{item.name}</span>
                  {item.hint !== undefined && <span className="muted">{item.hint}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </dialog>
  );
}
