import Modal from 'antd/es/modal';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { everywhere, type Key, keyPages, writing } from './known-keys.ts';

/** What the key that goes with others is called here. */
const control = /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl';

/** Every key there is, those of this page first. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const here = keyPages.filter(({ at }) => at.test(pathname));
  const elsewhere = keyPages.filter(({ at }) => !at.test(pathname));
  return (
    <Modal open title={t('help.title')} footer={null} onCancel={onClose} width={760}>
      <div className="help-columns">
        {here.map(({ name, keys }) => (
          <Keys key={name} title={t('help.here', { page: t(`help.page.${name}`) })} keys={keys} />
        ))}
        <Keys title={t('help.everywhere')} keys={everywhere} />
        <Keys title={t('help.writing')} keys={writing} />
        {elsewhere.map(({ name, keys }) => (
          <Keys key={name} title={t(`help.page.${name}`)} keys={keys} />
        ))}
      </div>
    </Modal>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly Key[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{title}</h3>
      <dl className="help-keys">
        {keys.map(([key, name]) => (
          <div key={name}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each === 'Ctrl' ? control : each}</kbd>
              ))}
            </dt>
            <dd>{t(`help.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
