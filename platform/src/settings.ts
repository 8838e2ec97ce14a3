import { DomainError } from '@ticketing/contracts/errors.ts';
import { z } from 'zod';
import { readBlobPlace } from './blob-store/blob-place.ts';
import { kafkaSettingsShape } from './kafka-settings.ts';

/** Settings come from the environment (docs/environment-variables.md lists them all) and are checked at start. */
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  )
  .optional();

/** Where people open an app: the beginning of every link to it. */
const publicUrl = z
  .string()
  .regex(/^https?:\/\/[^\s?#]+$/, 'starts with https:// or http://')
  .transform((url) => url.replace(/\/+$/, ''))
  .optional();

const collectorUrl = z
  .string()
  .regex(/^https?:\/\/[^/]/, 'starts with http:// or https://')
  .optional();

export const settingsShape = {
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port(8000),
  API_PORT: port(8000),
  ADMIN_PORT: port(5173),
  DESK_PORT: port(3001),
  EVENTSTORE_PORT: port(2113),
  POSTGRES_PORT: port(54_320),
  DATA_DIR: z.string().min(1).default('.data'),
  EVENTSTORE_URL: z
    .string()
    .regex(/^esdb(\+discover)?:\/\//, 'starts with esdb://')
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'starts with postgresql://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'starts with redis://')
    .optional(),
  ...kafkaSettingsShape,
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/]/, 'starts with smtp:// or smtps:// and names a host')
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'give an address, or: Name <address>')
    .optional(),
  PUBLIC_ADMIN_URL: publicUrl,
  PUBLIC_DESK_URL: publicUrl,
  /** Where the content of files is kept: `file:<folder>` or `s3://bucket?endpoint=…&region=…`. */
  BLOB_STORE_URL: z
    .string()
    .transform((url, context) => {
      const place = readBlobPlace(url);
      if (typeof place !== 'string') return place;
      context.addIssue({ code: 'custom', message: place });
      return z.NEVER;
    })
    .optional(),
  /** Largest file that is taken; 10 MB. */
  MAX_FILE_BYTES: z.coerce.number().int().min(1).max(1_000_000_000).default(10_485_760),
  JWT_SECRET: z.string().min(32, 'give at least 32 characters').optional(),
  /** Key of the hash that stands for user names in the log; must never change. Derived from nothing else. */
  USERNAME_KEY: z.string().min(32, 'give at least 32 characters').optional(),
  CORS_ORIGINS: list,
  /** Behind a reverse proxy the caller's address is in its header; without one anybody could make it up. */
  TRUST_PROXY: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  MAIL_NOTIFICATION_DELAY_SECONDS: z.coerce.number().min(0).max(86_400).default(60),
  DUE_SOON_HOURS: z.coerce
    .number()
    .min(0)
    .max(24 * 30)
    .default(24),
  REVIEW_REMINDER_HOURS: z.coerce
    .number()
    .min(0)
    .max(24 * 365)
    .default(48),
  TICKET_ARCHIVE_AFTER_HOURS: z.coerce
    .number()
    .min(0)
    .max(24 * 365)
    .default(24),
  /** How long a projector process that says nothing keeps what it leads. */
  PROJECTION_LEASE_SECONDS: z.coerce.number().min(0.5).max(300).default(5),
  /** What a projector process runs; everything unless told. Whether there is such a one is checked where they are known. */
  PROJECTIONS: list,
  INVITATION_EXPIRES_AFTER_DAYS: z.coerce.number().min(0.01).max(365).default(7),
  LOGIN_RATE_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(10),
  PASSWORD_RESETS_PER_HOUR: z.coerce.number().int().min(1).max(100_000).default(5),
  ANONYMOUS_RATE_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(100),
  USER_RATE_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(300),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Traces (telemetry.ts): OpenTelemetry's own names and meanings. */
  OTEL_SDK_DISABLED: z
    .string()
    .optional()
    .transform((text) => text?.toLowerCase() === 'true'),
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_PROTOCOL: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.string().optional(),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  OTEL_SERVICE_NAME: z.string().optional(),
  NODE_ENV: z.string().optional(),
  SUPER_SECRET_KEY: z.string().optional(),
} as const;

type Shape = typeof settingsShape;
export type SettingName = keyof Shape;
export type Settings<Name extends SettingName> = { readonly [N in Name]: z.output<Shape[N]> };

export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

/**
 * Reads the settings that a process needs.
 * @throws SettingsError with a sentence for every setting that is missing or wrong
 */
export function readSettings<const Name extends SettingName>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Settings<Name> {
  const wrong: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const name of names) {
    const given = environment[name] === '' ? undefined : environment[name];
    const parsed = settingsShape[name].safeParse(given);
    if (parsed.success) settings[name] = parsed.data;
    else wrong.push(`${name}=${shown(name, given)}: ${parsed.error.issues[0]?.message}`);
  }
  if (environment.SUPER_SECRET_KEY && environment.NODE_ENV === 'production') {
    wrong.push(
      'SUPER_SECRET_KEY is set: it opens every door and is for development only; unset it in production',
    );
  }
  if (wrong.length > 0) throw new SettingsError(`these settings are not usable:\n  ${wrong.join('\n  ')}`);
  // Built name by name from the same shape.
  return settings as Settings<Name>;
}

/** A complaint ends up in logs: no secret in it, and no password of an address. */
function shown(name: SettingName, given: string | undefined): string | undefined {
  if (name.includes('SECRET') || name.includes('PASSWORD') || name.endsWith('KEY')) return '…';
  return given?.replace(/\/\/.*@/, '//…@');
}

/** A setting that this process cannot do without. */
export function required<T>(name: SettingName, value: T | undefined, why: string): T {
  if (value === undefined) throw new SettingsError(`${name} is not set: ${why}`);
  return value;
}

/** Runs a process: prints what a person can act on as a sentence instead of a stack, and exits with 1. */
export async function runProcess(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SettingsError || error instanceof DomainError ? error.message : error);
    process.exit(1);
  }
}
