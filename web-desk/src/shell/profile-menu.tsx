import { type Language, languages, setLanguage } from '@ticketing/web-kit/i18n.ts';
import { useMe, useSignOut } from '@ticketing/web-kit/session.tsx';
import { initials } from '@ticketing/web-kit/show-time.ts';
import { setThemeMode, type ThemeMode, useThemeMode } from '@ticketing/web-kit/theme-mode.ts';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { SignOutIcon } from '../icons.tsx';

const themes: readonly ThemeMode[] = ['light', 'dark', 'system'];

/** Who I am, and the few things that I may set: language, appearance; and the way out. */
export function ProfileMenu() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const theme = useThemeMode();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();

  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    document.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
      document.removeEventListener('keydown', closeOnEscape);
    };
  }, [open]);

  return (
    <div ref={whole} className="relative">
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
        className="flex size-11 items-center justify-center rounded-full"
      >
        <span className="flex size-9 items-center justify-center rounded-full bg-wash font-semibold text-[13px] text-accent">
          {initials(me.displayName)}
        </span>
        <span className="sr-only">{t('desk.menu.open')}</span>
      </button>
      <div
        id={panelId}
        hidden={!open}
        className="absolute top-12 right-0 w-[min(300px,calc(100vw-32px))] animate-arrive rounded-bubble border border-line bg-surface p-4 shadow-float"
      >
        <p className="truncate font-semibold">{me.displayName}</p>
        <p className="truncate text-[13px] text-muted">
          {me.companies.map((company) => company.name).join(', ') || me.username}
        </p>
        <Choice
          label={t('desk.menu.language')}
          name="language"
          options={languages.map((language) => ({ value: language, words: t(`language.${language}`) }))}
          chosen={i18n.language}
          choose={(value) =>
            void setLanguage(value as Language /* the options are the languages themselves */)
          }
        />
        <Choice
          label={t('desk.menu.theme')}
          name="theme"
          options={themes.map((mode) => ({ value: mode, words: t(`desk.menu.${mode}`) }))}
          chosen={theme}
          choose={(value) => setThemeMode(value as ThemeMode /* the options are the modes themselves */)}
        />
        <button
          type="button"
          className="button-quiet mt-5 w-full"
          onClick={() => {
            navigate('/', { replace: true, state: { signedOut: true } });
            signOut();
          }}
        >
          <SignOutIcon />
          {t('desk.menu.signOut')}
        </button>
      </div>
    </div>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly name: string;
  readonly options: ReadonlyArray<{ readonly value: string; readonly words: string }>;
  readonly chosen: string;
  readonly choose: (value: string) => void;
};

function Choice({ label, name, options, chosen, choose }: ChoiceProps) {
  return (
    <fieldset className="mt-4">
      <legend className="mb-1.5 text-[13px] text-muted">{label}</legend>
      <div className="flex rounded-[10px] border border-line bg-canvas p-0.5">
        {options.map(({ value, words }) => (
          <label
            key={value}
            className="flex min-h-11 flex-1 cursor-pointer items-center justify-center rounded-[8px] px-2 text-center text-[13px] text-muted leading-tight has-checked:bg-surface has-checked:font-semibold has-checked:text-text has-checked:outline has-checked:outline-line has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => choose(value)}
              className="sr-only"
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
