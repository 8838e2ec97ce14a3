import { useQuery } from '@tanstack/react-query';
import { removeTag } from '@ticketing/contracts/endpoints/project-parts.ts';
import { listTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import type { ProjectView, TagView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../shell/form-dialog.tsx';
import { useToast } from '../shell/toasts.tsx';

/** Removing a tag takes it off every ticket, which nothing brings back: that is said before. */
export default function RemoveTagDialog(props: { project: ProjectView; tag: TagView; onClose: () => void }) {
  const { project, tag } = props;
  const { t } = useTranslation();
  const { api, queries } = useKit();
  const toast = useToast();
  const counted = useQuery({
    queryKey: ['tickets-with-tag', tag.id],
    queryFn: ({ signal }) =>
      api.call(listTickets, {
        query: { projectId: project.id, tagId: tag.id, archived: 'any', limit: 1, count: 'true' },
        signal,
      }),
  });
  const count = counted.data?.count;
  const save = async () => {
    await api.call(removeTag, { params: { id: project.id, tagId: tag.id } });
    await Promise.all(
      ['projects', 'board', 'contacts', 'tickets'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    );
    toast({ text: t('settings.tagRemoved', { name: tag.name }) });
    props.onClose();
  };
  return (
    <FormDialog
      title={t('settings.removeTag', { name: tag.name })}
      save={t('settings.removeTagSave')}
      onClose={props.onClose}
      onSave={save}
      ready
      harm
    >
      <p>
        {count === undefined
          ? t('settings.removeTagText')
          : t('settings.removeTagCount', {
              count: count.value,
              shown: `${count.value}${count.more ? '+' : ''}`,
            })}
      </p>
    </FormDialog>
  );
}
