import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TemporaryCertificate = {
  /** PEM files: a certificate of localhost and 127.0.0.1 that is its own authority, and its key. */
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly certificate: Buffer;
  readonly privateKey: Buffer;
  remove(): Promise<void>;
};

/** A certificate for this test run: made here, because neither Node nor every machine has a program that does. */
export async function temporaryCertificate(): Promise<TemporaryCertificate> {
  const { certificate, privateKey } = selfSigned();
  const folder = await mkdtemp(join(tmpdir(), 'ticketing-certificate-'));
  const certificateFile = join(folder, 'node.crt');
  const keyFile = join(folder, 'node.key');
  await writeFile(certificateFile, certificate);
  await writeFile(keyFile, privateKey, { mode: 0o600 });
  return {
    certificateFile,
    keyFile,
    certificate,
    privateKey,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** X.509 version 3 in DER (RFC 5280), with an ECDSA key of P-256. */
function selfSigned(): { certificate: Buffer; privateKey: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const name = sequence(set(sequence(oid(COMMON_NAME), tagged(0x0c, Buffer.from('ticketing test')))));
  const day = 86_400_000;
  const validity = sequence(utcTime(Date.now() - day), utcTime(Date.now() + 30 * day));
  const alternativeNames = sequence(
    tagged(0x82, Buffer.from('localhost')),
    tagged(0x87, Buffer.of(127, 0, 0, 1)),
  );
  const extensions = sequence(
    sequence(oid(BASIC_CONSTRAINTS), YES, tagged(OCTET_STRING, sequence(YES))),
    sequence(oid(SUBJECT_ALTERNATIVE_NAME), tagged(OCTET_STRING, alternativeNames)),
  );
  const serial = Buffer.concat([Buffer.of(1), randomBytes(8)]);
  const signed = sequence(
    tagged(0xa0, tagged(INTEGER, Buffer.of(2))),
    tagged(INTEGER, serial),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  );
  const signature = sign('sha256', signed, privateKey);
  const certificate = sequence(
    signed,
    algorithm,
    tagged(BIT_STRING, Buffer.concat([Buffer.of(0), signature])),
  );
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    certificate: Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`),
    privateKey: Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const YES = Buffer.of(0x01, 0x01, 0xff);
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const SUBJECT_ALTERNATIVE_NAME = '551d11';

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts));
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));

/** YYMMDDHHMMSSZ. */
function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '');
  return tagged(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}
