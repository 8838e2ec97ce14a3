import { byRank } from '@ticketing/web-kit/column-order.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useProjects } from '@ticketing/web-kit/lists.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { useTicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answerOrRefusal } from '../refusal.ts';
import { BackLink } from '../shell/back-link.tsx';
import { useOnline, whenOnline } from '../shell/offline-line.tsx';
import { Notice, Shape } from '../shell/states.tsx';
import { DESCRIPTION_LIMIT, helpRequest } from './help-request.ts';
import { type Opening, openings } from './openings.ts';
import { Picker } from './picker.tsx';

export default function AskPage() {
  const { t } = useTranslation();
  const me = useMe();
  const projects = useProjects();
  return (
    <>
      <title>{`${t('desk.home.ask')} · ${t('desk.name')}`}</title>
      <BackLink />
      <h1 className="mt-3 text-[26px] leading-tight">{t('desk.ask.title')}</h1>
      <p className="mt-1.5 text-muted">{t('desk.ask.lead')}</p>
      {projects.data !== undefined ? (
        <AskForm places={openings(me, projects.data)} />
      ) : projects.error !== null ? (
        <div className="mt-8">
          <Notice
            alert
            title={t('state.errorTitle')}
            hint={t('state.errorText', { reason: errorWords(t, projects.error) })}
          >
            <button type="button" className="button-primary" onClick={() => void projects.refetch()}>
              {t('state.retry')}
            </button>
          </Notice>
        </div>
      ) : (
        <div role="status" aria-label={t('state.loading')} className="late mt-6">
          <Shape className="h-44 w-full" />
        </div>
      )}
    </>
  );
}

/** One box is all there is to fill in; where it goes is asked only when there is a choice. */
function AskForm({ places }: { readonly places: readonly Opening[] }) {
  const { t } = useTranslation();
  const kit = useKit();
  const me = useMe();
  const commands = useTicketCommands(me.id);
  const navigate = useNavigate();
  const online = useOnline();
  const draft = useDraft(me.id, 'help');
  const subject = useDraft(me.id, 'help-subject');
  const [withSubject, setWithSubject] = useState(subject.text !== '');
  const [chosenProject, setChosenProject] = useState<string>();
  const [chosenCompany, setChosenCompany] = useState<string>();
  const boxId = useId();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const lastKey = `ticketing.desk.last-project.${me.id}`;
  // Who asked once mostly asks the same people again.
  const wanted = chosenProject ?? readStored(lastKey);
  const place =
    places.find(({ project }) => project.id === wanted) ?? (places.length === 1 ? places[0] : undefined);
  const company = place?.companies.find(({ id }) => id === chosenCompany) ?? place?.companies[0];
  const request = helpRequest(draft.text, subject.text);
  const excess = Math.max(0, (request?.description.length ?? 0) - DESCRIPTION_LIMIT);

  if (places.length === 0) {
    return (
      <div className="mt-8">
        <Notice title={t('desk.ask.nowhere')} hint={t('desk.ask.nowhereHint')} />
      </div>
    );
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const firstColumn = [...(place?.project.columns ?? [])].sort(byRank)[0];
    if (request === null || sending || excess > 0) return;
    if (place === undefined || firstColumn === undefined) {
      setProblem(t('desk.ask.choose'));
      return;
    }
    setSending(true);
    setProblem(null);
    await whenOnline();
    const outcome = await answerOrRefusal(kit, () =>
      commands.open(
        { projectId: place.project.id, ...request, companyId: company?.id ?? null },
        firstColumn.id,
      ),
    );
    if ('answer' in outcome) {
      draft.write('');
      subject.write('');
      writeStored(lastKey, place.project.id);
      navigate(`/tickets/${outcome.answer.id}`, { replace: true });
      return;
    }
    setSending(false);
    setProblem(t('desk.ask.failed', { reason: errorWords(t, outcome.refusal) }));
  }

  return (
    <form onSubmit={submit} className="mt-6 flex flex-col gap-5">
      {withSubject && (
        <label>
          <span className="mb-1.5 block font-medium">{t('desk.ask.subject')}</span>
          <input
            className="field"
            value={subject.text}
            readOnly={sending}
            maxLength={200}
            onChange={(event) => subject.write(event.target.value)}
          />
        </label>
      )}
      <div>
        <label htmlFor={boxId} className="mb-1.5 block font-medium">
          {t('desk.ask.box')}
        </label>
        <GrowingBox
          id={boxId}
          className="field block max-h-[60dvh] min-h-40"
          placeholder={t('desk.ask.placeholder')}
          value={draft.text}
          readOnly={sending}
          onChange={(event) => draft.write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
        />
      </div>
      {!withSubject && (
        <button
          type="button"
          className="-mt-3 flex min-h-11 items-center self-start rounded-base px-1 text-accent hover:underline"
          onClick={() => setWithSubject(true)}
        >
          {t('desk.ask.addSubject')}
        </button>
      )}
      {places.length > 1 && (
        <Picker
          label={t('desk.ask.project')}
          name="project"
          options={places.map(({ project }) => ({
            id: project.id,
            name: project.name,
            hint: project.description,
          }))}
          chosen={place?.project.id}
          choose={(id) => {
            setChosenProject(id);
            setProblem(null);
          }}
        />
      )}
      {place !== undefined && place.companies.length > 1 && (
        <Picker
          label={t('desk.ask.company')}
          name="company"
          options={place.companies.map(({ id, name }) => ({ id, name, hint: '' }))}
          chosen={company?.id}
          choose={setChosenCompany}
        />
      )}
      <div className="flex flex-col gap-3 sm:flex-row-reverse sm:items-center sm:justify-between">
        <button
          type="submit"
          disabled={request === null || sending || excess > 0}
          className="button-primary max-sm:w-full"
        >
          {sending ? t('desk.ask.sending') : t('desk.ask.send')}
        </button>
        <p
          role={problem === null ? 'status' : 'alert'}
          className={problem === null && excess === 0 ? 'text-[13px] text-muted' : 'text-harm'}
        >
          {excess > 0
            ? t('desk.ask.tooLong', { count: excess })
            : (problem ?? (sending && !online ? t('desk.ask.waiting') : t('desk.ask.kept')))}
        </p>
      </div>
    </form>
  );
}
