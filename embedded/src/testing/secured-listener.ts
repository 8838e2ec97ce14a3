/** A listener with TLS that lets in who knows the one name and its password, by whichever mechanism. */
export type SecuredListener = {
  readonly port: number;
  /** PEM, as `temporaryCertificate` makes them. */
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
  readonly username: string;
  readonly password: string;
};

export const SECURED = 'SECURED';

const scramMechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** What it adds to the properties of a broker. */
export function securedProperties({ certificate, privateKey, username, password }: SecuredListener): string {
  const listener = `listener.name.${SECURED.toLowerCase()}`;
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`;
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  return [
    `${listener}.ssl.keystore.type=PEM`,
    `${listener}.ssl.keystore.certificate.chain=${inOneLine(certificate)}`,
    `${listener}.ssl.keystore.key=${inOneLine(privateKey)}`,
    `${listener}.sasl.enabled.mechanisms=PLAIN,${scramMechanisms.join(',')}`,
    `${listener}.plain.sasl.jaas.config=${plain}`,
    ...scramMechanisms.map((name) => `${listener}.${name.toLowerCase()}.sasl.jaas.config=${scram}`),
    // Who comes through the other listeners may do anything, who comes through this one what they are given.
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:ANONYMOUS',
  ].join('\n');
}

/** For the formatting of a broker's folder: passwords of SCRAM are kept with the metadata and not in the properties. */
export const scramUsers = ({ username, password }: SecuredListener): string[] =>
  scramMechanisms.flatMap((name) => ['--add-scram', `${name}=[name=${username},password=${password}]`]);

/** Line ends as a properties file writes them. */
const inOneLine = (pem: Buffer): string => pem.toString().trim().replaceAll('\n', '\\n');
