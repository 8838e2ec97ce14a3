import { usePeople } from '@ticketing/web-kit/lists.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceList } from '../../shell/choice-list.tsx';
import { PersonName } from '../person-name.tsx';
import { useScene } from '../scene.ts';

/** People of the project, found as one types; those who are chosen come first. */
export function PersonChoice(props: { chosen: readonly string[]; onChoose: (userId: string) => void }) {
  const { ticket, people, meet } = useScene();
  const { t } = useTranslation();
  const [q, setQ] = useState('');
  const found = usePeople({ q, projectId: ticket.projectId });
  // The order stays while people are ticked, so that nothing moves away under the mouse.
  const [first] = useState(props.chosen);
  const choices = useMemo(() => {
    const known = new Map<string, string>();
    for (const id of first) {
      const name = people.get(id)?.displayName;
      if (name?.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase())) known.set(id, name);
    }
    for (const person of found.data?.pages.flatMap((page) => page.items) ?? []) {
      if (person.active) known.set(person.id, person.displayName);
    }
    return [...known].map(([id, name]) => ({ id, name, face: <PersonName id={id} name={name} /> }));
  }, [first, people, found.data, q]);
  return (
    <ChoiceList
      label={t('ticket.findPerson')}
      placeholder={t('ticket.findPerson')}
      empty={found.isFetching ? t('state.loading') : t('ticket.nobodyFound')}
      choices={choices}
      chosen={props.chosen}
      onChoose={(id) => {
        const name = choices.find((choice) => choice.id === id)?.name;
        if (name !== undefined) meet({ id, displayName: name });
        props.onChoose(id);
      }}
      onSearch={setQ}
    />
  );
}
