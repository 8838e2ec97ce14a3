import { describe, it } from 'vitest';
import { findChromium } from './chromium-path.ts';
import { findKafka } from './kafka-broker.ts';
import { missing, type Service, servicesAreRequired } from './required-service.ts';
import { findCaddy } from './temporary-caddy.ts';
import { findRedis } from './temporary-redis.ts';
import { findS3 } from './temporary-s3.ts';

/** What marks a suite that is not run; `closing-reporter.ts` reads it back. */
export const notRunMark = (service: Service): string => ` [not run: ${service} is missing]`;

export function isInstalled(service: Service): boolean {
  switch (service) {
    case 'redis':
      return findRedis() !== undefined;
    case 'chromium':
      return findChromium() !== undefined;
    case 'caddy':
      return findCaddy() !== undefined;
    case 'kafka':
      return findKafka() !== undefined;
    case 's3':
      return findS3() !== undefined;
    default:
      return service satisfies never;
  }
}

/**
 * A suite that needs a program that npm cannot bring. Without the program the suite is skipped and the end
 * of the run says so; with REQUIRE_SERVICES=1 it fails.
 */
export function describeWithService(service: Service, name: string, suite: () => void): void {
  if (isInstalled(service)) {
    describe(name, suite);
  } else if (servicesAreRequired()) {
    describe(name, () => {
      it(`needs ${service}`, () => {
        missing(service);
      });
    });
  } else {
    describe.skip(name + notRunMark(service), suite);
  }
}
