import { lazyPart } from '@ticketing/web-kit/lazy-part.ts';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { showDate } from '@ticketing/web-kit/show-time.ts';
import { When } from '@ticketing/web-kit/when.tsx';
import Button from 'antd/es/button';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutletContext } from 'react-router';
import { PlusIcon } from '../icons.tsx';
import { byId } from '../shell/avatar.tsx';
import { EmptyState, Failed, ListSkeleton } from '../shell/empty-states.tsx';
import { PersonName } from '../ticket/person-name.tsx';
import { chosenProject } from './chosen-project.ts';
import { useStaffReviews } from './figures.ts';
import { PersonFilter, ProjectFilter, ReportFilters } from './report-filters.tsx';
import type { ReportContext } from './reports-layout.tsx';
import { Stars } from './stars.tsx';

const ReviewDialog = lazyPart(() => import('./review-dialog.tsx'));

/** What leads say of their people's work. Everybody reads what was said of them. */
export default function ReviewsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { address } = useOutletContext<ReportContext>();
  const project = chosenProject(address);
  const everyone = useStaffReviews(project?.id, undefined);
  const found = useStaffReviews(project?.id, address.userId);
  if (project === undefined) return null;
  const mayReview =
    !project.archived && (project.role === 'superadmin' || me.superuser || project.leadId === me.id);
  const seesAll = me.superuser || project.role === 'superadmin' || project.role === 'manager';
  const reviews = found.data?.pages.flatMap((page) => page.items);
  const people = byId(found.data?.pages.flatMap((page) => page.people) ?? []);
  const reviewed = new Set(everyone.data?.pages.flatMap((page) => page.items.map(({ userId }) => userId)));
  const known = [...byId(everyone.data?.pages.flatMap((page) => page.people) ?? []).values()];
  const nameOf = (id: string) => people.get(id)?.displayName ?? t('person.unknown');
  const write = mayReview && (
    <Button type="primary" icon={<PlusIcon />} onClick={() => address.change({ write: 'yes' })}>
      {t('reports.write')}
    </Button>
  );
  return (
    <div className="report narrow">
      <ReportFilters>
        <ProjectFilter address={address} all={false} value={project.key} />
        <PersonFilter address={address} people={known.filter(({ id }) => reviewed.has(id))} />
        <span className="spread" />
        {write}
      </ReportFilters>
      <p className="muted">{t(seesAll ? 'reports.reviewsText' : 'reports.reviewsOwn')}</p>
      {reviews === undefined &&
        (found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <ListSkeleton />)}
      {reviews?.length === 0 && (
        <EmptyState
          title={t('reports.noReviews')}
          text={t(mayReview ? 'reports.noReviewsLead' : 'reports.noReviewsText')}
        />
      )}
      <ul className="rows">
        {reviews?.map((review) => (
          <li key={review.id} className="staff-review">
            <div className="staff-review-head">
              <PersonName id={review.userId} name={nameOf(review.userId)} />
              <Stars stars={review.stars} />
              <span className="muted">
                {showDate(review.from)} – {showDate(review.to)}
              </span>
            </div>
            {review.words !== '' && <p className="staff-review-words">{review.words}</p>}
            <p className="muted">
              {nameOf(review.reviewerId)} · <When at={review.reviewedAt} />
            </p>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('state.more')}
        </Button>
      )}
      <Suspense fallback={null}>
        {mayReview && address.params.get('write') !== null && (
          <ReviewDialog
            project={project}
            days={address.days}
            personId={address.userId}
            onClose={() => address.change({ write: null })}
          />
        )}
      </Suspense>
    </div>
  );
}
