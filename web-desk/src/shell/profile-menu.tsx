import { useMe, useSignOut } from '@ticketing/web-kit/session.tsx';
import { initials } from '@ticketing/web-kit/show-time.ts';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { PersonIcon, SignOutIcon } from '../icons.tsx';
import { Appearance } from '../profile/appearance.tsx';

/** Who I am, and the few things that I may set: language, appearance; and the way out. */
export function ProfileMenu() {
  const { t } = useTranslation();
  const me = useMe();
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
        <div className="mt-4 flex flex-col gap-4">
          <Appearance place="menu" />
        </div>
        <Link to="/profile" className="button-quiet mt-5 w-full" onClick={() => setOpen(false)}>
          <PersonIcon />
          {t('desk.menu.profile')}
        </Link>
        <button
          type="button"
          className="button-quiet mt-2 w-full"
          onClick={() => {
            if (signOut()) navigate('/', { replace: true, state: { signedOut: true } });
          }}
        >
          <SignOutIcon />
          {t('desk.menu.signOut')}
        </button>
      </div>
    </div>
  );
}
