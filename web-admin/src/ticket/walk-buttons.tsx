import Button from 'antd/es/button';
import { useTranslation } from 'react-i18next';
import { DownIcon, UpIcon } from '../icons.tsx';

/** To the next and the previous ticket of the list that one came from. */
export function WalkButtons(props: {
  /** Place of the ticket in the list; below zero when it is not in it. */
  index: number;
  count: number;
  onWalk: (step: 1 | -1) => void;
}) {
  const { index, count, onWalk } = props;
  const { t } = useTranslation();
  return (
    <>
      <Button
        type="text"
        icon={<DownIcon />}
        disabled={index < 0 || index === count - 1}
        aria-label={t('ticket.next')}
        title={t('ticket.next')}
        onClick={() => onWalk(1)}
      />
      <Button
        type="text"
        icon={<UpIcon />}
        disabled={index <= 0}
        aria-label={t('ticket.previous')}
        title={t('ticket.previous')}
        onClick={() => onWalk(-1)}
      />
    </>
  );
}
