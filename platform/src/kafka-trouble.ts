import type { KafkaPlace } from './kafka-place.ts';

/**
 * What keeps a client from its work, with what to look at where kafkajs itself does not tell. A broker that is spoken to
 * in the wrong way says nothing and closes the connection.
 * @param error what kafkajs threw
 * @param letIn whether the brokers let it in before: the settings are right then, and connections end for other reasons
 * @returns the error itself where there is nothing to add
 */
export function explained(error: unknown, { ssl, sasl }: KafkaPlace, letIn: boolean): unknown {
  if (!(error instanceof Error)) return error;
  const { message } = error;
  const hints = [
    ...rightsHints(message),
    ...(letIn ? [] : settingHints(message, ssl !== false, sasl !== undefined)),
  ];
  return hints.length === 0
    ? error
    : new Error(`${message} (${hints.join('; ')}: docs/kafka.md)`, { cause: error });
}

const rightsHints = (message: string): string[] =>
  message.includes('Failed to find group coordinator')
    ? ['the transactional id or the group may not be allowed to this login']
    : [];

function settingHints(message: string, tls: boolean, login: boolean): string[] {
  // That it is of another name, or has expired, is told as it is.
  if (/self-signed|unable to (verify|get)/i.test(message)) {
    return ['name the authority that vouches for the broker in KAFKA_CA_FILE or NODE_EXTRA_CA_CERTS'];
  }
  if (tls && /wrong version number|before secure TLS connection|packet length too long/i.test(message)) {
    return ['the broker seems to speak no TLS at this port: set KAFKA_SSL=false, or name another port'];
  }
  if (!/closed connection|connection closed/i.test(message)) return [];
  return [
    ...(tls ? [] : ['if the broker wants TLS at this port, set KAFKA_SSL=true']),
    ...(login
      ? []
      : ['if it wants a login, set KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD']),
  ];
}
