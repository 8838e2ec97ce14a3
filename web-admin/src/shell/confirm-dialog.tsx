import Modal from 'antd/es/modal';
import { useTranslation } from 'react-i18next';

/** Asks before something with consequences; the words say which. */
export default function ConfirmDialog(props: {
  title: string;
  text: string;
  confirm: string;
  /** It takes something away from somebody. */
  harm?: boolean;
  onClose: () => void;
  onConfirm: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.onClose}
      onOk={() => {
        props.onClose();
        props.onConfirm();
      }}
      okText={props.confirm}
      cancelText={t('ticket.cancel')}
      okButtonProps={{ danger: props.harm ?? false }}
      width={440}
    >
      <p>{props.text}</p>
    </Modal>
  );
}
