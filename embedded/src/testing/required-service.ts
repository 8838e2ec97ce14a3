/** The programs that some tests need and that npm cannot bring. */
export type Service = 'redis' | 'chromium' | 'caddy' | 'kafka' | 's3';

export const servicePrograms: Readonly<Record<Service, string>> = {
  redis: 'redis-server',
  chromium: 'Chromium',
  caddy: 'Caddy',
  kafka: 'Kafka',
  s3: 'a server that speaks S3',
};

export const howToGet: Readonly<Record<Service, string>> = {
  redis: 'Install redis-server so that it is on the PATH.',
  chromium: 'Install Chromium or Chrome, or set CHROMIUM_PATH to its program.',
  caddy: 'Install Caddy so that it is on the PATH.',
  kafka: 'Run "node scripts/install-kafka.mjs" (needs Java 17 or later and Maven).',
  s3: 'Run "node scripts/install-s3.mjs" (needs Java 17 or later and Maven).',
};

/** With REQUIRE_SERVICES=1, as CI sets it, a missing program is a failure and not a skipped suite. */
export function servicesAreRequired(): boolean {
  return process.env.REQUIRE_SERVICES === '1';
}

/** @throws Error when REQUIRE_SERVICES=1 */
export function missing(service: Service): undefined {
  if (servicesAreRequired()) {
    throw new Error(
      `REQUIRE_SERVICES=1, but ${servicePrograms[service]} is not installed. ${howToGet[service]}`,
    );
  }
  return undefined;
}
