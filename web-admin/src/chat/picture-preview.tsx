import Modal from 'antd/es/modal';
import { useTranslation } from 'react-i18next';

/** A picture as large as the window allows. */
export function PicturePreview(props: {
  name: string;
  source: string | undefined;
  download: string | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      centered
      width="fit-content"
      title={props.name}
      onCancel={props.onClose}
      footer={
        <a href={props.download} download={props.name}>
          {t('chat.download')}
        </a>
      }
    >
      <img className="picture-preview" src={props.source} alt={props.name} />
    </Modal>
  );
}
