import { reviewStaff } from '@ticketing/contracts/endpoints/report-commands.ts';
import type { Stars } from '@ticketing/contracts/kinds.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { usePeople } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawnOption } from '../shell/drawn-option.ts';
import { Field, FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import type { Days } from './period.ts';
import { StarChoice } from './stars.tsx';

/** What somebody's work was like in a time. The words are kept on this device until they are sent. */
export default function ReviewDialog(props: {
  project: ProjectView;
  days: Days;
  personId: string | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const me = useMe();
  const toast = useToast();
  const [q, setQ] = useState('');
  const [personId, setPersonId] = useState(props.personId);
  const [days, setDays] = useState(props.days);
  const [stars, setStars] = useState<Stars>();
  const draft = useDraft(me.id, `staff-review.${props.project.id}`);
  const found = usePeople({ projectId: props.project.id, q });
  const people = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ id, staff, active }) => staff && active && id !== me.id,
  );

  const save = async () => {
    if (personId === undefined || stars === undefined) return;
    await api.call(reviewStaff, {
      params: { id: props.project.id },
      body: { userId: personId, from: days.first, to: days.last, stars, words: draft.text.trim() },
    });
    draft.sent(draft.text);
    await queries.invalidateQueries({ queryKey: ['staff-reviews', props.project.id] });
    toast({ text: t('reports.reviewed') });
    props.onClose();
  };

  return (
    <FormDialog
      title={t('reports.write')}
      save={t('reports.reviewSave')}
      onClose={props.onClose}
      onSave={save}
      ready={personId !== undefined && stars !== undefined && days.first <= days.last}
    >
      <Field id="review-person" label={t('reports.person')}>
        <Select
          id="review-person"
          value={personId ?? null}
          loading={found.isFetching}
          showSearch={{ filterOption: false, onSearch: setQ }}
          placeholder={t('reports.choosePerson')}
          notFoundContent={found.isFetching ? t('state.loading') : t('reports.nobodyToReview')}
          options={people.map(({ id, displayName }) =>
            drawnOption(id, displayName, <PersonName id={id} name={displayName} />),
          )}
          onChange={(id: string) => setPersonId(id)}
        />
      </Field>
      <div className="form-columns">
        <Field id="review-from" label={t('reports.from')}>
          <input
            id="review-from"
            type="date"
            className="date-input"
            value={days.first}
            onChange={(event) => setDays({ ...days, first: event.target.value })}
          />
        </Field>
        <Field id="review-to" label={t('reports.to')}>
          <input
            id="review-to"
            type="date"
            className="date-input"
            value={days.last}
            onChange={(event) => setDays({ ...days, last: event.target.value })}
          />
        </Field>
      </div>
      <StarChoice label={t('reports.starsLabel')} value={stars} onChange={setStars} />
      <Field id="review-words" label={t('reports.words')} hint={t('reports.reviewHint')}>
        <Input.TextArea
          id="review-words"
          autoSize={{ minRows: 4, maxRows: 12 }}
          maxLength={2_000}
          value={draft.text}
          onChange={(event) => draft.write(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
