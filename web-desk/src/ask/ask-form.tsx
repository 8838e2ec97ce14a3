import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { pastedFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import { useKeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import { useAddress } from '@ticketing/web-kit/use-address.ts';
import { useOnline } from '@ticketing/web-kit/use-online.ts';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { AttachButton } from '../files/attach-button.tsx';
import { DropPlace } from '../files/drop-place.tsx';
import { FileTray } from '../files/file-tray.tsx';
import { CloseIcon } from '../icons.tsx';
import { useUnsent } from '../unsent/use-unsent.tsx';
import { takePhotos } from './brought-photos.ts';
import { Extras } from './extras.tsx';
import { DESCRIPTION_LIMIT, helpRequest } from './help-request.ts';
import type { Opening } from './openings.ts';
import { Picker } from './picker.tsx';
import { type Place, placeFor, useLastAsked, type Wish } from './place.ts';
import { SimilarTickets } from './similar-tickets.tsx';

/** One box is all there is to fill in; where it goes is asked only when there is a choice. */
export function AskForm({ places }: { readonly places: readonly Opening[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const unsent = useUnsent();
  const navigate = useNavigate();
  const online = useOnline();
  const [address, setAddress] = useAddress();
  const draft = useDraft(me.id, 'help');
  const subject = useDraft(me.id, 'help-subject');
  const remote = useDraft(me.id, 'help-remote');
  const uploads = useKeptUploads('help');
  const [chosen, setChosen] = useState<Wish>({});
  const [state, setState] = useState<'writing' | 'waits-for-files' | 'sending'>('writing');
  // Only the desk's own waiting requests lead here with a state.
  const { filesLost } = (useLocation().state ?? {}) as { readonly filesLost?: boolean };
  const [problem, setProblem] = useState<string | null>(filesLost ? t('desk.files.lost') : null);
  const boxId = useId();

  const lastKey = `ticketing.desk.last-project.${me.id}`;
  // Who asked once mostly asks the same people again.
  const known = readStored(lastKey);
  const asked = useLastAsked(known === null && places.length > 1);
  const linked = { projectId: address.get('project'), companyId: address.get('company') };
  const place = placeFor(places, [chosen, linked, { projectId: known }, asked ?? {}]);
  const about = address.get('about') ?? '';
  const request = helpRequest(draft.text, subject.text);
  const description = [request?.description ?? '', about && t('desk.ask.about', { about })]
    .filter((part) => part !== '')
    .join('\n\n');
  const excess = Math.max(0, description.length - DESCRIPTION_LIMIT);
  const isBroken = uploads.list.some((upload) => upload.state === 'failed' || upload.state === 'refused');
  const busy = state !== 'writing';

  async function send(to: Place) {
    if (request === null) return;
    setState('sending');
    const { letter, firstTry } = unsent.give({
      kind: 'ask',
      request: {
        projectId: to.opening.project.id,
        title: request.title,
        description,
        companyId: to.company?.id ?? null,
        fileIds: [...uploads.fileIds],
        remoteAssistId: remote.text.trim() === '' ? null : remote.text.trim(),
      },
    });
    const outcome = await firstTry;
    if (outcome.kind === 'refused') {
      setState('writing');
      setProblem(t('desk.ask.failed', { reason: errorWords(t, outcome.error) }));
      return;
    }
    for (const box of [draft, subject, remote]) box.write('');
    // Another tab may have delivered it meanwhile.
    if (unsent.has(letter.id)) uploads.handOver(letter.id);
    else uploads.clear();
    writeStored(lastKey, to.opening.project.id);
    // What waits stands above the list, until it has gone.
    navigate(outcome.kind === 'waits' ? '/' : `/tickets/${outcome.delivered.ticketId}`, { replace: true });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (request === null || busy || excess > 0 || isBroken) return;
    if (place === undefined) {
      setProblem(t('desk.ask.choose'));
      return;
    }
    setProblem(null);
    if (uploads.busy) setState('waits-for-files');
    else void send(place);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what was chosen on the way here
  useEffect(() => {
    uploads.add(takePhotos());
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the files have arrived, and only then
  useEffect(() => {
    if (state !== 'waits-for-files' || uploads.busy) return;
    if (isBroken || place === undefined) setState('writing');
    else void send(place);
  }, [state, uploads.busy]);

  return (
    <DropPlace add={uploads.add} disabled={busy}>
      <form onSubmit={submit} className="mt-6 flex flex-col gap-4">
        {about !== '' && (
          <p className="flex items-center gap-2 self-start rounded-[10px] on-wash py-0.5 pr-1 pl-4">
            {t('desk.ask.about', { about })}
            <button
              type="button"
              aria-label={t('desk.ask.forgetAbout')}
              title={t('desk.ask.forgetAbout')}
              className="flex size-11 shrink-0 items-center justify-center text-muted hover:text-text"
              onClick={() => setAddress({}, { replace: true })}
            >
              <CloseIcon />
            </button>
          </p>
        )}
        <div>
          <label htmlFor={boxId} className="mb-1.5 block font-medium">
            {t('desk.ask.box')}
          </label>
          <div className="rounded-bubble border border-[color-mix(in_srgb,var(--line),var(--muted)_45%)] bg-surface focus-within:border-accent focus-within:outline focus-within:outline-accent">
            <GrowingBox
              id={boxId}
              className="block max-h-[60dvh] min-h-36 w-full bg-transparent px-4 pt-3 pb-1 outline-none"
              placeholder={t('desk.ask.placeholder')}
              value={draft.text}
              readOnly={busy}
              autoFocus
              onChange={(event) => {
                draft.write(event.target.value);
                setProblem(null);
              }}
              onPaste={(event) => {
                const files = pastedFiles(event.clipboardData);
                if (files.length === 0) return;
                event.preventDefault();
                uploads.add(files);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
                  event.currentTarget.form?.requestSubmit();
              }}
            />
            <div className="px-3 pb-2 max-sm:hidden">
              <AttachButton add={uploads.add} worded />
            </div>
            <FileTray uploads={uploads} className="px-3 pb-3" />
          </div>
        </div>
        <SimilarTickets text={subject.text.trim() === '' ? draft.text : subject.text} />
        {places.length > 1 && (
          <Picker
            label={t('desk.ask.project')}
            name="project"
            options={places.map(({ project }) => ({
              id: project.id,
              name: project.name,
              hint: project.description,
            }))}
            chosen={place?.opening.project.id}
            choose={(projectId) => {
              setChosen({ ...chosen, projectId });
              setProblem(null);
            }}
          />
        )}
        {place !== undefined && place.opening.companies.length > 1 && (
          <Picker
            label={t('desk.ask.company')}
            name="company"
            options={place.opening.companies.map(({ id, name }) => ({ id, name, hint: '' }))}
            chosen={place.company?.id}
            choose={(companyId) => setChosen({ ...chosen, companyId })}
          />
        )}
        <Extras subject={subject} remote={remote} busy={busy} />
        {/* Over the keyboard of a phone, however long the words above have become. */}
        <div className="flex flex-col gap-2 max-sm:sticky max-sm:bottom-(--keyboard) max-sm:z-10 max-sm:-mx-4 max-sm:-mb-6 max-sm:bg-canvas max-sm:px-4 max-sm:pt-2 max-sm:pb-[max(12px,env(safe-area-inset-bottom))] sm:flex-row-reverse sm:items-center sm:justify-between">
          <div className="flex gap-2">
            <span className="sm:hidden">
              <AttachButton add={uploads.add} />
            </span>
            <button
              type="submit"
              disabled={request === null || busy || excess > 0 || isBroken}
              className="button-primary max-sm:flex-1"
            >
              {busy ? t('desk.ask.sending') : t('desk.ask.send')}
            </button>
          </div>
          <p
            role={problem === null ? 'status' : 'alert'}
            className={
              problem !== null || excess > 0
                ? 'text-harm'
                : // Over a phone's keyboard there is room for what matters now.
                  `text-[13px] text-muted ${state === 'writing' && online ? 'max-sm:hidden' : ''}`
            }
          >
            {excess > 0
              ? t('desk.ask.tooLong', { count: excess })
              : (problem ??
                (state === 'waits-for-files'
                  ? t('desk.files.waitsForFiles')
                  : online
                    ? t('desk.ask.kept')
                    : t('desk.ask.offline')))}
          </p>
        </div>
      </form>
    </DropPlace>
  );
}
