import {
  addContact,
  changeContact,
  linkContact,
  unlinkContact,
} from '@ticketing/contracts/endpoints/contacts.ts';
import { phonePattern } from '@ticketing/contracts/values.ts';
import type { ContactView, ProjectView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, FormDialog } from '../shell/form-dialog.tsx';

type Link = ContactView['tags'][number];

/** What cannot be an address is said while it is typed; the rest is the server's to know. */
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What is known of somebody outside, and what they are to the teams of the project's tags. */
export default function ContactDialog(props: {
  project: ProjectView;
  /** Undefined for a new one. */
  contact: ContactView | undefined;
  onClose: () => void;
}) {
  const { project, contact } = props;
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const [name, setName] = useState(contact?.name ?? '');
  const [email, setEmail] = useState(contact?.email ?? '');
  const [phone, setPhone] = useState(contact?.phone ?? '');
  const [title, setTitle] = useState(contact?.title ?? '');
  const [department, setDepartment] = useState(contact?.department ?? '');
  const [notes, setNotes] = useState(contact?.notes ?? '');
  const [links, setLinks] = useState<readonly Link[]>(contact?.tags ?? []);
  const emailGood = email.trim() === '' || emailPattern.test(email.trim());
  const phoneGood = phone.trim() === '' || phonePattern.test(phone.trim());

  const save = async () => {
    const body = {
      name: name.trim(),
      email: email.trim() === '' ? null : email.trim(),
      phone: phone.trim() === '' ? null : phone.trim(),
      title: title.trim(),
      department: department.trim(),
      notes,
    };
    const { id } =
      contact === undefined
        ? await api.call(addContact, { params: { id: project.id }, body })
        : await api.call(changeContact, { params: { id: contact.id }, body, ifMatch: contact.revision });
    const old = contact?.tags ?? [];
    for (const { tagId } of old) {
      if (!links.some((link) => link.tagId === tagId)) {
        await api.call(unlinkContact, { params: { id, tagId } });
      }
    }
    for (const { tagId, role } of links) {
      if (old.some((link) => link.tagId === tagId && link.role === role.trim())) continue;
      await api.call(linkContact, { params: { id, tagId }, body: { role: role.trim() } });
    }
    await queries.invalidateQueries({ queryKey: ['contacts'] });
    props.onClose();
  };

  return (
    <FormDialog
      title={t(contact === undefined ? 'settings.newContact' : 'settings.editContact')}
      save={t('ticket.save')}
      onClose={props.onClose}
      onSave={save}
      ready={name.trim() !== '' && emailGood && phoneGood}
      width={520}
    >
      <Field id="contact-name" label={t('projects.name')}>
        <Input
          id="contact-name"
          autoFocus
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <div className="form-columns">
        <Field
          id="contact-email"
          label={t('settings.email')}
          {...(emailGood ? {} : { hint: t('settings.emailBad') })}
        >
          <Input
            id="contact-email"
            type="email"
            maxLength={254}
            {...(emailGood ? {} : { status: 'error' as const })}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field
          id="contact-phone"
          label={t('settings.phone')}
          {...(phoneGood ? {} : { hint: t('settings.phoneBad') })}
        >
          <Input
            id="contact-phone"
            type="tel"
            maxLength={40}
            {...(phoneGood ? {} : { status: 'error' as const })}
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
        </Field>
        <Field id="contact-title" label={t('settings.jobTitle')}>
          <Input
            id="contact-title"
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
        <Field id="contact-department" label={t('settings.department')}>
          <Input
            id="contact-department"
            maxLength={120}
            value={department}
            onChange={(event) => setDepartment(event.target.value)}
          />
        </Field>
      </div>
      <Field id="contact-notes" label={t('settings.notes')}>
        <Input.TextArea
          id="contact-notes"
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={2_000}
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
      </Field>
      {project.tags.length > 0 && (
        <Field id="contact-tags" label={t('settings.contactTags')} hint={t('settings.contactTagsHint')}>
          <Select
            id="contact-tags"
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            value={links.map(({ tagId }) => tagId)}
            options={project.tags.map((tag) => ({ value: tag.id, label: tag.name }))}
            onChange={(tagIds: string[]) =>
              setLinks(
                tagIds.map((tagId) => links.find((link) => link.tagId === tagId) ?? { tagId, role: '' }),
              )
            }
          />
        </Field>
      )}
      {links.map((link) => {
        const tag = project.tags.find(({ id }) => id === link.tagId);
        if (tag === undefined) return null;
        return (
          <Field
            key={link.tagId}
            id={`role-${link.tagId}`}
            label={t('settings.contactRole', { name: tag.name })}
          >
            <Input
              id={`role-${link.tagId}`}
              maxLength={120}
              placeholder={t('settings.contactRoleHint')}
              value={link.role}
              onChange={(event) =>
                setLinks(
                  links.map((each) =>
                    each.tagId === link.tagId ? { ...each, role: event.target.value } : each,
                  ),
                )
              }
            />
          </Field>
        );
      })}
    </FormDialog>
  );
}
