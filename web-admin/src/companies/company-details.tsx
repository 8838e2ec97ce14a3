import { changeCompany } from '@ticketing/contracts/endpoints/companies.ts';
import type { BodySentOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { useDraft } from '@ticketing/web-kit/drafts.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { useTypedOver } from '@ticketing/web-kit/typed-over.ts';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../shell/form-dialog.tsx';
import { useUndoable } from '../shell/use-undoable.ts';

type Details = Pick<CompanyView, 'name' | 'description' | 'contactEmail' | 'phone'>;

/** Name, description and how it is reached; what is typed of the description is kept until it is saved. */
export function CompanyDetails({ company }: { company: CompanyView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const me = useMe();
  const draft = useDraft(me.id, `company.${company.id}.description`);
  const { boxes, type, forget } = useTypedOver(
    {
      name: company.name,
      description: company.description,
      email: company.contactEmail ?? '',
      phone: company.phone ?? '',
    },
    draft.text === '' ? {} : { description: draft.text },
  );
  const { name, description, email, phone } = boxes;
  const { busy, run } = useUndoable(['company', 'companies', 'board', 'me']);

  const now: Details = {
    name: name.trim(),
    description,
    contactEmail: email.trim() === '' ? null : email.trim(),
    phone: phone.trim() === '' ? null : phone.trim(),
  };
  const changed = differences(company, now);
  const ready = Object.keys(changed).length > 0 && now.name !== '';

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const before = differences(now, company);
    const send = (body: BodySentOf<typeof changeCompany>) => () =>
      api.call(changeCompany, { params: { id: company.id }, body });
    const undo = async () => {
      await send(before)();
      forget();
    };
    const saved = await run({ work: send(changed), undo, done: t('settings.saved') });
    if (saved) draft.write('');
  };

  return (
    <section aria-labelledby="company-details">
      <h2 id="company-details">{t('company.details')}</h2>
      <form className="form" onSubmit={(event) => void save(event)}>
        <Field id="company-name" label={t('companies.name')}>
          <Input
            id="company-name"
            maxLength={120}
            required
            value={name}
            onChange={(event) => type({ name: event.target.value })}
          />
        </Field>
        <Field id="company-description" label={t('companies.description')}>
          <Input.TextArea
            id="company-description"
            autoSize={{ minRows: 2, maxRows: 10 }}
            maxLength={2_000}
            value={description}
            onChange={(event) => {
              type({ description: event.target.value });
              draft.write(event.target.value === company.description ? '' : event.target.value);
            }}
          />
        </Field>
        <div className="form-columns">
          <Field id="company-email" label={t('company.contactEmail')}>
            <Input
              id="company-email"
              type="email"
              autoComplete="off"
              value={email}
              onChange={(event) => type({ email: event.target.value })}
            />
          </Field>
          <Field id="company-phone" label={t('company.phone')}>
            <Input
              id="company-phone"
              type="tel"
              autoComplete="off"
              value={phone}
              onChange={(event) => type({ phone: event.target.value })}
            />
          </Field>
        </div>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>
          {t('ticket.save')}
        </Button>
      </form>
    </section>
  );
}

/** The fields of `to` that differ from `from`. */
function differences(from: Details, to: Details): Partial<Details> {
  return {
    ...(from.name === to.name ? {} : { name: to.name }),
    ...(from.description === to.description ? {} : { description: to.description }),
    ...(from.contactEmail === to.contactEmail ? {} : { contactEmail: to.contactEmail }),
    ...(from.phone === to.phone ? {} : { phone: to.phone }),
  };
}
