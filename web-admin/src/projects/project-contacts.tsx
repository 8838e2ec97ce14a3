import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import {
  addContact,
  linkContact,
  listContacts,
  removeContact,
} from '@ticketing/contracts/endpoints/contacts.ts';
import type { ContactView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { Suspense, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '../board/ticket-card.tsx';
import { PlusIcon, SearchIcon } from '../icons.tsx';
import { byId } from '../shell/avatar.tsx';
import { Failed, ListSkeleton } from '../shell/empty-states.tsx';
import type { SettingsProps } from './settings-props.ts';
import { useChange } from './use-change.ts';
import './project-contacts.css';

const ContactDialog = lazyPart(() => import('./contact-dialog.tsx'));

/** People outside the system whom the project deals with. */
export function ProjectContacts({ project, mayChange }: SettingsProps) {
  const { t } = useTranslation();
  const { api } = useKit();
  const [q, setQ] = useState('');
  const words = useDeferredValue(q.trim());
  const [edited, setEdited] = useState<ContactView | 'new'>();
  const { busy, change } = useChange(['contacts']);
  const found = useInfiniteQuery({
    queryKey: ['contacts', project.id, words],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(listContacts, {
        params: { id: project.id },
        query: {
          limit: 50,
          ...(words === '' ? {} : { q: words }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const contacts = found.data?.pages.flatMap((page) => page.items);
  const tags = byId(project.tags);

  const bringBack = async ({ id: _, projectId, tags: links, revision: __, ...fields }: ContactView) => {
    const { id } = await api.call(addContact, { params: { id: projectId }, body: fields });
    for (const { tagId, role } of links) {
      await api.call(linkContact, { params: { id, tagId }, body: { role } });
    }
  };

  return (
    <section aria-labelledby="settings-contacts">
      <h2 id="settings-contacts">{t('settings.contacts')}</h2>
      <p className="muted">{t('settings.contactsText')}</p>
      <div className="add-line">
        <Input
          className="picker"
          prefix={<SearchIcon />}
          aria-label={t('settings.searchContacts')}
          placeholder={t('settings.searchContacts')}
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {mayChange && (
          <Button type="primary" icon={<PlusIcon />} onClick={() => setEdited('new')}>
            {t('settings.newContact')}
          </Button>
        )}
      </div>
      {contacts === undefined &&
        (found.error ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : (
          <ListSkeleton rows={3} />
        ))}
      {contacts?.length === 0 && (
        <p className="settings-none">{t(words === '' ? 'settings.noContacts' : 'settings.noContactMatch')}</p>
      )}
      <ul className="rows">
        {contacts?.map((contact) => (
          <li key={contact.id} className="contact">
            <div className="contact-main">
              <strong>{contact.name}</strong>
              {(contact.title !== '' || contact.department !== '') && (
                <span className="muted">
                  {[contact.title, contact.department].filter(Boolean).join(' · ')}
                </span>
              )}
              <span className="contact-ways">
                {contact.email !== null && <a href={`mailto:${contact.email}`}>{contact.email}</a>}
                {contact.phone !== null && (
                  <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>{contact.phone}</a>
                )}
              </span>
              {contact.tags.length > 0 && (
                <span className="contact-tags">
                  {contact.tags.map(({ tagId, role }) => {
                    const tag = tags.get(tagId);
                    return (
                      tag && (
                        <span key={tagId} className="with-icon">
                          <Tag tag={tag} />
                          {role !== '' && <span className="muted">{role}</span>}
                        </span>
                      )
                    );
                  })}
                </span>
              )}
              {contact.notes !== '' && <p className="contact-notes muted">{contact.notes}</p>}
            </div>
            {mayChange && (
              <span className="contact-actions">
                <Button
                  type="text"
                  size="small"
                  aria-label={`${t('ticket.edit')}: ${contact.name}`}
                  onClick={() => setEdited(contact)}
                >
                  {t('ticket.edit')}
                </Button>
                <Button
                  type="text"
                  size="small"
                  disabled={busy}
                  aria-label={`${t('settings.remove')}: ${contact.name}`}
                  onClick={() =>
                    void change(
                      t('settings.contactRemoved', { name: contact.name }),
                      () => api.call(removeContact, { params: { id: contact.id } }),
                      () => bringBack(contact),
                    )
                  }
                >
                  {t('settings.remove')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
      <Suspense fallback={null}>
        {edited !== undefined && (
          <ContactDialog
            project={project}
            contact={edited === 'new' ? undefined : edited}
            onClose={() => setEdited(undefined)}
          />
        )}
      </Suspense>
    </section>
  );
}
