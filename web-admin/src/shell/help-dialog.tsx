import Modal from 'antd/es/modal';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

type Key = readonly [keys: string, name: string];

const everywhere: readonly Key[] = [
  ['Ctrl K', 'palette'],
  ['C', 'create'],
  ['/', 'search'],
  ['?', 'help'],
  ['Esc', 'close'],
];

/** Keys of one kind of page each, with the addresses where they are in force. */
const pages: readonly { readonly name: string; readonly at: RegExp; readonly keys: readonly Key[] }[] = [
  {
    name: 'board',
    at: /^\/projects\/[^/]+(\/tickets\/[^/]+)?$/,
    keys: [
      ['←↑↓→', 'walkCards'],
      ['Enter', 'open'],
      ['Ctrl Enter', 'cardPage'],
      ['Space', 'lift'],
      ['X', 'chooseCard'],
      ['A P L D M', 'fields'],
      ['E', 'cardTitle'],
      ['T', 'cardType'],
      ['.', 'cardMenu'],
    ],
  },
  {
    name: 'list',
    at: /^(\/all|\/projects\/[^/]+\/(list|archive))/,
    keys: [
      ['J K', 'walkRows'],
      ['Enter', 'open'],
      ['X', 'choose'],
    ],
  },
  {
    name: 'calendar',
    at: /^\/projects\/[^/]+\/calendar/,
    keys: [
      ['[ ]', 'turn'],
      ['T', 'today'],
      ['Shift ←↑↓→', 'reschedule'],
    ],
  },
  {
    name: 'dashboard',
    at: /^\/$/,
    keys: [['Space ←↑↓→', 'liftWidget']],
  },
  {
    name: 'chat',
    at: /^\/chat/,
    keys: [
      ['J K', 'walkRooms'],
      ['N', 'newRoom'],
    ],
  },
  {
    name: 'ticket',
    at: /\/tickets\/[^/]+$/,
    keys: [
      ['J K', 'walk'],
      ['A P L D M', 'fields'],
      ['E', 'text'],
      ['R', 'comment'],
      ['N', 'note'],
      ['F', 'follow'],
      ['Ctrl Enter', 'asPage'],
    ],
  },
];

/** Every key there is, those of this page first. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const here = pages.filter(({ at }) => at.test(pathname));
  const elsewhere = pages.filter(({ at }) => !at.test(pathname));
  return (
    <Modal open title={t('help.title')} footer={null} onCancel={onClose} width={680}>
      <div className="help-columns">
        {here.map(({ name, keys }) => (
          <Keys key={name} title={t('help.here', { page: t(`help.page.${name}`) })} keys={keys} />
        ))}
        <Keys title={t('help.everywhere')} keys={everywhere} />
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
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{t(`help.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
