import type { PersonView } from '@ticketing/contracts/views.ts';
import { plainWords } from '@ticketing/web-kit/chat/mention-names.ts';
import type { ShownMessage } from '@ticketing/web-kit/chat/shown-messages.ts';
import { useTranslation } from 'react-i18next';

/** The beginning of a message that another one answers; a click leads there. */
export function Quoted(props: {
  /** Null when it is not among what was read. */
  message: ShownMessage | null;
  people: ReadonlyMap<string, PersonView>;
  onJump: () => void;
}) {
  const { message, people } = props;
  const { t } = useTranslation();
  const name =
    message === null ? undefined : (people.get(message.authorId)?.displayName ?? t('person.unknown'));
  return (
    <button type="button" className="quoted" onClick={props.onJump}>
      {name !== undefined && <strong>{name}</strong>}
      <span className="clip">{message === null ? t('chat.earlier') : quotedWords(message)}</span>
    </button>
  );

  function quotedWords({ removed, body, files }: ShownMessage): string {
    if (removed) return t('chat.removed');
    return plainWords(body, people, t('person.unknown')) || files.map(({ name: file }) => file).join(', ');
  }
}
