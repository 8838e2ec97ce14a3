import { currentLanguage, languages } from '@ticketing/web-kit/i18n.ts';
import { useChooseLanguage } from '@ticketing/web-kit/own-language.ts';
import { useMe, useSignOut } from '@ticketing/web-kit/session.tsx';
import { setThemeMode, useThemeMode } from '@ticketing/web-kit/theme-mode.ts';
import Dropdown from 'antd/es/dropdown';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Avatar } from './avatar.tsx';

const modes = ['light', 'dark', 'system'] as const;

/** Who is signed in, with appearance, language and the way out. */
export default function MeMenu() {
  const me = useMe();
  const { t } = useTranslation();
  const mode = useThemeMode();
  const choose = useChooseLanguage();
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <Dropdown
      trigger={['click']}
      placement="topLeft"
      menu={{
        selectable: true,
        selectedKeys: [`theme-${mode}`, `language-${currentLanguage()}`],
        items: [
          { key: 'name', type: 'group', label: `${me.displayName} · ${me.username}` },
          { type: 'divider' },
          {
            key: 'theme',
            type: 'group',
            label: t('theme.label'),
            children: modes.map((each) => ({ key: `theme-${each}`, label: t(`theme.${each}`) })),
          },
          {
            key: 'language',
            type: 'group',
            label: t('language.label'),
            children: languages.map((each) => ({ key: `language-${each}`, label: t(`language.${each}`) })),
          },
          { type: 'divider' },
          { key: '/settings/account', label: t('account.settings') },
          { key: '/settings/notifications', label: t('account.notifications') },
          ...(me.superuser ? [{ key: '/operations', label: t('nav.operations') }] : []),
          { key: 'sign-out', label: t('session.signOut') },
        ],
        onClick: ({ key }) => {
          if (key === 'sign-out') signOut();
          if (key.startsWith('/')) void navigate(key);
          for (const each of modes) if (key === `theme-${each}`) setThemeMode(each);
          for (const each of languages) if (key === `language-${each}`) choose(each);
        },
      }}
    >
      <button type="button" className="rail-item">
        <Avatar id={me.id} name={me.displayName} size={26} />
        <span className="unseen">{t('nav.me')}</span>
      </button>
    </Dropdown>
  );
}
