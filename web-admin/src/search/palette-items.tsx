import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { listCompanies } from '@ticketing/contracts/endpoints/companies.ts';
import { search } from '@ticketing/contracts/endpoints/finding.ts';
import { listUsers } from '@ticketing/contracts/endpoints/users.ts';
import { currentLanguage, languages } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useChooseLanguage } from '@ticketing/web-kit/own-language.ts';
import { useMe, useSignOut } from '@ticketing/web-kit/session.tsx';
import { setThemeMode, useThemeMode } from '@ticketing/web-kit/theme-mode.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CompaniesIcon,
  KeysIcon,
  PeopleIcon,
  PlusIcon,
  ProjectsIcon,
  RightIcon,
  SearchIcon,
  TicketsIcon,
} from '../icons.tsx';
import { useNewTicket } from '../shell/new-ticket.tsx';
import { recentFirst, recentProjects } from '../shell/recent-projects.ts';
import { mayOpenIn } from '../shell/rights.ts';
import { bestOf } from './fuzzy.ts';
import { hitAddress } from './hit-address.ts';

/** Something that the palette leads to or does. */
export type PaletteItem = {
  readonly id: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly hint?: string;
  /** Where it leads, or what it does. */
  readonly to?: string;
  readonly run?: () => void;
};

export type PaletteGroup = { readonly name: string; readonly items: readonly PaletteItem[] };

const pages = [
  ['dashboard', '/'],
  ['projects', '/projects'],
  ['tickets', '/all'],
  ['chat', '/chat'],
  ['companies', '/companies'],
  ['people', '/people'],
  ['reports', '/reports'],
] as const;
const settings = ['account', 'appearance', 'notifications'] as const;
/** Of each kind, while one types. */
const MOST = 5;

/** Everything that fits what was typed, by kind. @param onHelp shows the keys */
export function usePaletteGroups(typed: string, asked: string, onHelp: () => void): PaletteGroup[] {
  const { t } = useTranslation();
  const me = useMe();
  const { data: everyProject = [] } = useProjects();
  const actions = useActions(onHelp);
  const found = useFound(asked);

  const places: PaletteItem[] = [
    ...pages.map(([name, to]) => ({ id: `page ${name}`, name: t(`nav.${name}`), icon: <RightIcon />, to })),
    { id: 'page inbox', name: t('inbox.title'), icon: <RightIcon />, to: '/inbox' },
    ...settings.map((name) => ({
      id: `page settings ${name}`,
      name: `${t('nav.settings')}: ${t(`palette.settings.${name}`)}`,
      icon: <RightIcon />,
      to: `/settings/${name}`,
    })),
  ];
  const projects: PaletteItem[] = recentFirst(everyProject, recentProjects(me.id)).map((project) => ({
    id: `project ${project.id}`,
    name: `${project.key} ${project.name}`,
    icon: <ProjectsIcon />,
    to: `/projects/${project.key}`,
  }));
  const all: PaletteItem[] =
    typed.trim() === ''
      ? []
      : [
          {
            id: 'all',
            name: t('palette.all', { words: typed.trim() }),
            icon: <SearchIcon />,
            to: `/search?q=${encodeURIComponent(typed.trim())}`,
          },
        ];
  return [
    { name: t('palette.tickets'), items: found.tickets },
    { name: t('nav.projects'), items: bestOf(typed, projects, MOST) },
    { name: t('palette.actions'), items: bestOf(typed, actions, typed === '' ? 3 : MOST) },
    { name: t('nav.people'), items: found.people },
    { name: t('nav.companies'), items: found.companies },
    { name: t('palette.pages'), items: bestOf(typed, places, typed === '' ? 7 : MOST) },
    { name: t('palette.search'), items: all },
  ].filter(({ items }) => items.length > 0);
}

function useActions(onHelp: () => void): PaletteItem[] {
  const { t } = useTranslation();
  const me = useMe();
  const mode = useThemeMode();
  const choose = useChooseLanguage();
  const signOut = useSignOut();
  const openNew = useNewTicket();
  const { data: projects = [] } = useProjects();
  const mayOpen = projects.some((project) => mayOpenIn(me, project));
  return [
    ...(mayOpen
      ? [{ id: 'new', name: t('ticket.new'), icon: <PlusIcon />, hint: 'C', run: () => openNew() }]
      : []),
    { id: 'help', name: t('help.title'), icon: <KeysIcon />, hint: '?', run: onHelp },
    ...(['light', 'dark', 'system'] as const)
      .filter((each) => each !== mode)
      .map((each) => ({
        id: `theme ${each}`,
        name: `${t('theme.label')}: ${t(`theme.${each}`)}`,
        icon: <RightIcon />,
        run: () => setThemeMode(each),
      })),
    ...languages
      .filter((each) => each !== currentLanguage())
      .map((each) => ({
        id: `language ${each}`,
        name: `${t('language.label')}: ${t(`language.${each}`)}`,
        icon: <RightIcon />,
        run: () => choose(each),
      })),
    { id: 'sign-out', name: t('session.signOut'), icon: <RightIcon />, run: signOut },
  ];
}

/** What the server finds: tickets, people, companies. */
function useFound(asked: string) {
  const { t } = useTranslation();
  const { api } = useKit();
  const q = asked.trim();
  const about = { enabled: q !== '', placeholderData: keepPreviousData };
  const hits = useQuery({
    ...about,
    queryKey: ['palette', 'hits', q],
    queryFn: ({ signal }) => api.call(search, { query: { q, limit: 8, kinds: 'ticket' }, signal }),
  });
  const people = useQuery({
    ...about,
    queryKey: ['palette', 'people', q],
    queryFn: ({ signal }) => api.call(listUsers, { query: { q, limit: MOST }, signal }),
  });
  const companies = useQuery({
    ...about,
    queryKey: ['palette', 'companies', q],
    queryFn: ({ signal }) => api.call(listCompanies, { query: { q, limit: MOST }, signal }),
  });
  if (q === '') return { tickets: [], people: [], companies: [] };
  return {
    tickets: (hits.data?.items ?? []).flatMap((hit): PaletteItem[] =>
      hit.ticket === null
        ? []
        : [
            {
              id: `ticket ${hit.ticket.id}`,
              name: `${hit.ticket.key} ${hit.ticket.title.text}`,
              icon: <TicketsIcon />,
              hint: hit.ticket.archived ? t('nav.archive') : hit.ticket.columnName,
              to: hitAddress(hit),
            },
          ],
    ),
    people: (people.data?.items ?? []).map(
      (person): PaletteItem => ({
        id: `person ${person.id}`,
        name: person.displayName,
        icon: <PeopleIcon />,
        hint: person.username,
        to: `/people/${person.id}`,
      }),
    ),
    companies: (companies.data?.items ?? []).map(
      (company): PaletteItem => ({
        id: `company ${company.id}`,
        name: company.name,
        icon: <CompaniesIcon />,
        to: `/companies/${company.id}`,
      }),
    ),
  };
}
