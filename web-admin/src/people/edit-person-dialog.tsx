import { changeProfile } from '@ticketing/contracts/endpoints/users.ts';
import type { UserView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';
import { PersonAddressField, type PersonDetails, PersonNameField, usePersonForm } from './person-fields.tsx';

/** Name and address of a person. The user name stays: it is what they sign in with. */
export default function EditPersonDialog({ person, onClose }: { person: UserView; onClose: () => void }) {
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const toast = useToast();
  const form = usePersonForm(person);
  const send = async (body: PersonDetails) => {
    await api.call(changeProfile, { params: { id: person.id }, body });
    const stale = ['person', 'people', 'me', 'board'];
    await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
  const save = async () => {
    await send(form.details);
    onClose();
    toast({
      text: t('settings.saved'),
      action: {
        label: t('board.undo'),
        run: () => void send({ displayName: person.displayName, email: person.email }),
      },
    });
  };
  return (
    <FormDialog
      title={t('people.editTitle', { name: person.displayName })}
      save={t('ticket.save')}
      onClose={onClose}
      onSave={save}
      ready={form.complete && form.changed}
    >
      <PersonNameField form={form} autoFocus />
      <PersonAddressField form={form} />
    </FormDialog>
  );
}
