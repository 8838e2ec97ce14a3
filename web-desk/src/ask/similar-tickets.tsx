import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { search } from '@ticketing/contracts/endpoints/finding.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CategoryRing } from '../category-ring.tsx';
import { MarkedText } from '../home/marked-text.tsx';
import { searchedWords } from './searched-words.ts';

/** Milliseconds of not typing before it is looked for something similar. */
const PAUSE = 500;
/** How many are offered: it is a hint, not a list. */
const OFFERED = 3;

/** Open tickets that are about what is being written, so that nobody asks for the same thing twice. */
export function SimilarTickets({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const [words, setWords] = useState('');
  useEffect(() => {
    const pause = setTimeout(() => setWords(searchedWords(text)), PAUSE);
    return () => clearTimeout(pause);
  }, [text]);
  const { data } = useQuery({
    queryKey: ['similar', words],
    enabled: words !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { items } = await api.call(search, { query: { q: words, kinds: 'ticket', limit: 20 }, signal });
      return items
        .flatMap(({ ticket }) => ticket ?? [])
        .filter(({ archived, category }) => !archived && category !== 'done')
        .slice(0, OFFERED);
    },
  });
  if (words === '' || data === undefined || data.length === 0) return null;
  return (
    <section
      aria-label={t('desk.ask.similar')}
      className="animate-arrive rounded-bubble border border-line bg-surface px-4 py-3"
    >
      <h2 className="text-[15px]">{t('desk.ask.similar')}</h2>
      <p className="text-[13px] text-muted">{t('desk.ask.similarHint')}</p>
      <ul className="mt-1 -mb-1">
        {data.map((ticket) => (
          <li key={ticket.id}>
            <Link
              to={`/tickets/${ticket.id}`}
              className="-mx-2 flex min-h-12 items-center gap-3 rounded-[10px] px-2 py-1.5 hover:bg-hover"
            >
              <CategoryRing category={ticket.category} />
              <span className="min-w-0 flex-1 truncate">
                <MarkedText {...ticket.title} />
              </span>
              <span className="font-mono text-[13px] text-muted">{ticket.key}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
