import { changeCompanyLogo } from '@ticketing/contracts/endpoints/company-logo.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { newCommandId } from '@ticketing/web-kit/command-id.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { createSendFile } from '@ticketing/web-kit/uploads/send-file.ts';
import Button from 'antd/es/button';
import Progress from 'antd/es/progress';
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUndoable } from '../shell/use-undoable.ts';
import { CompanyLogo } from './company-logo.tsx';
import { logoRefusal } from './logo-refusal.ts';

type Chosen = { readonly file: File; readonly url: string };

/** The company's logo: chosen or dropped, looked at, then used. */
export function CompanyLogoField({ company }: { company: CompanyView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const send = useMemo(() => createSendFile(api), [api]);
  const { busy, run } = useUndoable(['company', 'companies']);
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen>();
  const [share, setShare] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const params = { id: company.id };
  const before = company.logo?.fileId ?? null;
  const use = (fileId: string | null) => api.call(changeCompanyLogo, { params, body: { fileId } });

  useEffect(() => () => URL.revokeObjectURL(chosen?.url ?? ''), [chosen]);

  const choose = (file: File | undefined) => {
    if (file === undefined) return;
    const refusal = logoRefusal(file);
    setProblem(refusal === null ? undefined : t(`company.${refusal}`));
    setChosen(refusal === null ? { file, url: URL.createObjectURL(file) } : undefined);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    choose(event.dataTransfer.files[0]);
  };
  const save = async ({ file }: Chosen) => {
    setShare(0);
    const saved = await run({
      work: async () => {
        const { fileId } = await send(file, {
          commandId: newCommandId(),
          signal: new AbortController().signal,
          onProgress: setShare,
        });
        await use(fileId);
      },
      undo: () => use(before),
      done: t('company.logoSaved'),
    });
    setShare(undefined);
    if (saved) setChosen(undefined);
  };
  const remove = () =>
    run({ work: () => use(null), undo: () => use(before), done: t('company.logoRemoved') });

  return (
    <section aria-labelledby="company-logo">
      <h2 id="company-logo">{t('company.logo')}</h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the one for everybody */}
      <div className="logo-field" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        {chosen === undefined ? (
          <CompanyLogo company={company} size={72} />
        ) : (
          <span className="company-logo" style={{ width: 72, height: 72 }}>
            <img src={chosen.url} alt={t('company.logoPreview')} width="72" height="72" />
          </span>
        )}
        <div>
          <input
            ref={input}
            type="file"
            accept="image/png,image/jpeg,image/gif,image/webp"
            aria-label={t('company.logo')}
            hidden
            onChange={(event) => {
              choose(event.target.files?.[0]);
              // The same file may be chosen again after it was refused.
              event.target.value = '';
            }}
          />
          <div className="logo-buttons">
            {chosen !== undefined && (
              <Button type="primary" loading={busy} onClick={() => void save(chosen)}>
                {t('company.saveLogo')}
              </Button>
            )}
            <Button disabled={busy} onClick={() => input.current?.click()}>
              {t(chosen === undefined && company.logo === null ? 'company.chooseLogo' : 'company.otherLogo')}
            </Button>
            {chosen !== undefined && (
              <Button disabled={busy} type="text" onClick={() => setChosen(undefined)}>
                {t('ticket.cancel')}
              </Button>
            )}
            {chosen === undefined && company.logo !== null && (
              <Button disabled={busy} type="text" onClick={() => void remove()}>
                {t('company.removeLogo')}
              </Button>
            )}
          </div>
          {share === undefined ? (
            <p className="hint">{t('company.logoHint')}</p>
          ) : (
            <Progress percent={Math.round(share * 100)} size="small" aria-label={t('company.saveLogo')} />
          )}
          <p role="alert" className="problem">
            {problem}
          </p>
        </div>
      </div>
    </section>
  );
}
