import { useTranslation } from 'react-i18next';
import { useScene } from '../scene.ts';
import { FieldRow } from './field-row.tsx';
import { PeopleField } from './people-field.tsx';

/** Who is told of what happens without having to do with it. Following oneself is in the ticket's head. */
export function FollowersField() {
  const { ticket, may, commands, changed, nameOf } = useScene();
  const { t } = useTranslation();
  const follow = (userId: string, on: boolean) => {
    const [doIt, undo] = on ? [commands.follow, commands.unfollow] : [commands.unfollow, commands.follow];
    void doIt(ticket.id, userId);
    changed(
      t(on ? 'ticket.followed' : 'ticket.unfollowed', { name: nameOf(userId) }),
      () => void undo(ticket.id, userId),
    );
  };
  return (
    <FieldRow label={t('ticket.followers')} part="followerIds">
      <PeopleField
        label={t('ticket.followers')}
        ids={ticket.followerIds}
        disabled={!may('ticket.assign')}
        onPut={(userId) => follow(userId, true)}
        onTake={(userId) => follow(userId, false)}
      />
    </FieldRow>
  );
}
