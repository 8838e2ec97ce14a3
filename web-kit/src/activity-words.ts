import type { ActivityView } from '@ticketing/contracts/views.ts';
import type { TFunction } from 'i18next';
import { showDate } from './show-time.ts';

/** What happened, as a phrase that stands behind the actor's name. */
export function activityWords(t: TFunction, activity: Pick<ActivityView, 'type' | 'details'>): string {
  const { type, details } = activity;
  const text = (name: string): string => {
    const value = details[name];
    return typeof value === 'string' && value !== '' ? value : '—';
  };
  switch (type) {
    case 'TicketOpened':
    case 'TicketDescribed':
    case 'CommentEdited':
    case 'CommentRemoved':
    case 'TicketRestored':
    case 'TicketParentChanged':
    case 'TicketLinked':
    case 'TicketUnlinked':
    case 'SubtaskCompleted':
    case 'SubtaskReopened':
    case 'SubtaskMoved':
    case 'SubtaskRemoved':
    case 'ResolutionProposed':
    case 'ResolutionWithdrawn':
    case 'ReviewReminded':
      return t(`activity.${type}`);
    case 'TicketRenamed':
    case 'SubtaskAdded':
    case 'SubtaskChanged':
      return t(`activity.${type}`, { title: text('title') });
    case 'AttachmentAdded':
    case 'AttachmentRemoved':
      return t(`activity.${type}`, { name: text('name') });
    case 'TicketCompanyChanged': {
      const company = text('companyName');
      if (details.companyId === null)
        return t('activity.TicketCompanyTaken', { from: text('fromCompanyName') });
      // Who knows nothing of the former company is not told which it was.
      return typeof details.fromCompanyName === 'string'
        ? t('activity.TicketCompanyChanged', { company, from: details.fromCompanyName })
        : t('activity.TicketCompanyGiven', { company });
    }
    case 'TicketTypeChanged':
      return t('activity.TicketTypeChanged', { type: t(`type.${text('type')}`).toLowerCase() });
    case 'TicketPrioritised':
      return t('activity.TicketPrioritised', {
        priority: t(`level.${String(details.priority)}`).toLowerCase(),
      });
    case 'TicketScheduled':
      return t('activity.TicketScheduled', {
        startDate: showDate(details.startDate),
        dueDate: showDate(details.dueDate),
      });
    case 'TicketMoved':
      return details.columnId === details.fromColumnId
        ? t('activity.TicketReordered', { columnName: text('columnName') })
        : t('activity.TicketMoved', {
            fromColumnName: text('fromColumnName'),
            columnName: text('columnName'),
          });
    case 'TicketAssigned':
    case 'TicketUnassigned':
    case 'TicketFollowed':
    case 'TicketUnfollowed':
      return t(`activity.${type}`, { userName: text('userName') });
    case 'TicketTagged':
    case 'TicketUntagged':
      return t(`activity.${type}`, { tagName: text('tagName') });
    case 'TicketDueSoon':
      return t('activity.TicketDueSoon', { dueDate: showDate(details.dueDate) });
    case 'ResolutionAccepted':
      return t('activity.ResolutionAccepted', { stars: details.stars });
    case 'ResolutionRejected':
      return t('activity.ResolutionRejected', { reason: text('reason') });
    case 'RemoteAssistOffered':
      return t(
        details.remoteAssistId === null ? 'activity.RemoteAssistTakenBack' : 'activity.RemoteAssistOffered',
      );
    case 'CommentPosted':
      return t(details.visibility === 'internal' ? 'activity.InternalNotePosted' : 'activity.CommentPosted');
    case 'TicketArchived':
      if (details.reason === 'done') return t('activity.TicketArchivedDone');
      return details.words
        ? t('activity.TicketArchivedBecause', { words: text('words') })
        : t('activity.TicketArchived');
    default:
      return t('activity.unknown', { type });
  }
}
