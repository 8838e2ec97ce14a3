import { useCommentVersions } from '@ticketing/web-kit/ticket-past.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import { useTranslation } from 'react-i18next';
import { Failed, ListSkeleton } from '../../shell/empty-states.tsx';
import { RichText } from '../rich-text.tsx';
import { useScene } from '../scene.ts';

/** What a comment said before, newest first. */
export function CommentVersions({ commentId }: { commentId: string }) {
  const { ticket } = useScene();
  const { t } = useTranslation();
  const versions = useCommentVersions(ticket.id, commentId, true);
  if (versions.error !== null) {
    return <Failed error={versions.error} retry={() => void versions.refetch()} />;
  }
  if (versions.data === undefined) return <ListSkeleton rows={1} />;
  const earlier = versions.data.filter(({ until }) => until !== null);
  return (
    <ol className="versions" aria-label={t('ticket.versions')}>
      {earlier.map((version) => (
        <li key={version.from}>
          <p className="muted">
            {t('ticket.versionOf')} <When at={version.from} />
          </p>
          <RichText text={version.body} />
        </li>
      ))}
      {earlier.length === 0 && <li className="muted">{t('ticket.noVersions')}</li>}
    </ol>
  );
}
