import type { PresentPerson } from '@ticketing/web-kit/live-presence.ts';
import { useTranslation } from 'react-i18next';

/** Who is writing in the room; it keeps its height, so that nothing jumps. */
export function TypingLine({ others }: { others: readonly PresentPerson[] }) {
  const { t } = useTranslation();
  const names = others.filter(({ typing }) => typing.includes('message')).map(({ name }) => name);
  const [one, two] = names;
  const words = () => {
    if (one === undefined) return '';
    if (two === undefined) return t('chat.typingOne', { name: one });
    return names.length === 2
      ? t('chat.typingTwo', { one, two })
      : t('chat.typingMany', { count: names.length });
  };
  return (
    <p className="talk-typing" role="status">
      {words()}
    </p>
  );
}
