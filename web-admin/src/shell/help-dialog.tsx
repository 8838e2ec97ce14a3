import Modal from 'antd/es/modal';
import { useTranslation } from 'react-i18next';

const keys = [
  ['/', 'search'],
  ['C', 'create'],
  ['Enter', 'open'],
  ['Space', 'lift'],
  ['J K', 'walk'],
  ['A P L M', 'fields'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

/** Every key there is. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('help.title')} footer={null} onCancel={onClose} width={420}>
      <dl className="help-keys">
        {keys.map(([key, name]) => (
          <div key={name}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{t(`help.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
