import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { search } from '@ticketing/contracts/endpoints/finding.ts';
import { getTicket, listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { TicketType } from '@ticketing/contracts/kinds.ts';
import type { TicketWithColumn } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TypeIcon } from '../../icons.tsx';
import { ChoiceList } from '../../shell/choice-list.tsx';
import { useToast } from '../../shell/toasts.tsx';
import { useScene } from '../scene.ts';

type Found = {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly type?: TicketType;
};

/** Finds another ticket by its key or words; the newest of the project before anything is typed. */
export function TicketChoice(props: {
  /** Only tickets of this project, as a parent must be. */
  projectOnly: boolean;
  except: readonly string[];
  onChoose: (ticket: TicketWithColumn) => void;
}) {
  const { ticket } = useScene();
  const { api } = useKit();
  const { t } = useTranslation();
  const toast = useToast();
  const [words, setWords] = useState('');
  const q = useDeferredValue(words.trim());
  const { projectId } = ticket;
  const found = useQuery<readonly Found[]>({
    queryKey: ['ticket-choice', projectId, props.projectOnly, q],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (q === '' || props.projectOnly) {
        const query = { projectId, limit: 20, ...(q === '' ? {} : { q }) };
        return (await api.call(listTickets, { query, signal })).items;
      }
      const query = { q, kinds: 'ticket', limit: 20 };
      const { items } = await api.call(search, { query, signal });
      return items.flatMap(({ ticket: hit }) =>
        hit === null || hit.archived ? [] : [{ id: hit.id, key: hit.key, title: hit.title.text }],
      );
    },
  });
  // Until the answer to what is typed has come, Enter must not take something that was found before.
  const typed = words.trim();
  const stale = found.isPlaceholderData || q !== typed;
  const isMeant = ({ key, title }: Found) =>
    !stale || `${key} ${title}`.toLocaleLowerCase().includes(typed.toLocaleLowerCase());
  const choices = (found.data ?? []).filter((each) => !props.except.includes(each.id) && isMeant(each));

  const choose = async (id: string) => {
    try {
      const { columns, ...other } = await api.call(getTicket, { params: { id } });
      const column = columns.find((each) => each.id === other.columnId) ?? null;
      const { projectId: of, key, type, title, columnId, archived } = other;
      props.onChoose({ id, projectId: of, key, type, title, columnId, archived, column });
    } catch {
      toast({ tone: 'harm', text: t('errors.not_found') });
    }
  };

  return (
    <ChoiceList
      label={t('ticket.findTicket')}
      placeholder={t('ticket.findTicket')}
      empty={found.isFetching ? t('state.loading') : t('ticket.noTicketFound')}
      choices={choices.map(({ id, key, title, type }) => ({
        id,
        name: `${key} ${title}`,
        face: (
          <span className="with-icon">
            {type !== undefined && <TypeIcon type={type} />}
            <span className="key">{key}</span>
            <span className="clip">{title}</span>
          </span>
        ),
      }))}
      chosen={[]}
      onChoose={(id) => void choose(id)}
      onSearch={setWords}
    />
  );
}
