import { temporaryCertificate } from '@ticketing/embedded/testing/temporary-certificate.ts';
import { describe, expect, it } from 'vitest';
import { kafkaPlace } from './kafka-place.ts';
import { kafkaSettingNames } from './kafka-settings.ts';
import { readSettings } from './settings.ts';

const read = (environment: Record<string, string>) => readSettings(kafkaSettingNames, environment);

describe('the settings of Kafka', () => {
  it('name brokers by host and port', () => {
    const settings = read({ KAFKA_BROKERS: 'one:9092, [::1]:9093,127.0.0.1:9094 ' });
    expect(kafkaPlace(settings)).toEqual({
      brokers: ['one:9092', '[::1]:9093', '127.0.0.1:9094'],
      ssl: false,
    });
  });

  it('may be left out altogether', () => {
    expect(kafkaPlace(read({}))).toBeUndefined();
  });

  it.each(['one', 'one:', 'one:99999', 'kafka://one:9092', 'one:9092;two:9092', ','])(
    'refuse %s',
    (brokers) => {
      expect(() => read({ KAFKA_BROKERS: brokers })).toThrow(/KAFKA_BROKERS=.*host:port/);
    },
  );

  it('want all of a login or nothing of it, and repeat no password', () => {
    const login = {
      KAFKA_BROKERS: 'one:9092',
      KAFKA_SSL: 'true',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'ticketing',
    };
    expect(() => kafkaPlace(read(login))).toThrow(/belong together/);
    expect(kafkaPlace(read({ ...login, KAFKA_SASL_PASSWORD: 'a secret' }))).toEqual({
      brokers: ['one:9092'],
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'ticketing', password: 'a secret' },
    });
  });

  it('have an authority of one’s own in a file of certificates, with TLS only', async () => {
    const { certificateFile, keyFile, certificate, remove } = await temporaryCertificate();
    const authority = (KAFKA_CA_FILE: string, KAFKA_SSL = 'true') =>
      kafkaPlace(read({ KAFKA_BROKERS: 'one:9092', KAFKA_SSL, KAFKA_CA_FILE }));
    expect(authority(certificateFile)?.ssl).toEqual({ ca: certificate.toString() });
    expect(() => authority(certificateFile, 'false')).toThrow(/set KAFKA_SSL=true too/);
    expect(() => authority(keyFile)).toThrow(/node\.key cannot be read as certificates in PEM/);
    await remove();
    expect(() => authority(certificateFile)).toThrow(/node\.crt cannot be read.* ENOENT/);
  });
});
