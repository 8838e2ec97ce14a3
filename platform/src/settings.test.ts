import { describe, expect, test } from 'vitest';
import { readSettings, required, SettingsError } from './settings.ts';

const complaintOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'no complaint';
};

describe('settings', () => {
  test('have defaults, are read from text, and an empty one is not set', () => {
    expect(
      readSettings(['PORT', 'HOST', 'TRUST_PROXY', 'CORS_ORIGINS', 'REDIS_URL'], { PORT: '', HOST: '::1' }),
    ).toEqual({
      PORT: 8000,
      HOST: '::1',
      TRUST_PROXY: false,
      CORS_ORIGINS: undefined,
      REDIS_URL: undefined,
    });
    const given = {
      PORT: '9000',
      TRUST_PROXY: 'true',
      CORS_ORIGINS: ' http://a , http://b,',
      JWT_SECRET: 'x'.repeat(32),
    };
    expect(readSettings(['PORT', 'TRUST_PROXY', 'CORS_ORIGINS', 'JWT_SECRET'], given)).toEqual({
      PORT: 9000,
      TRUST_PROXY: true,
      CORS_ORIGINS: ['http://a', 'http://b'],
      JWT_SECRET: 'x'.repeat(32),
    });
  });

  test('that are wrong are all named in one complaint, with what was given and what to give', () => {
    const complaint = complaintOf(() =>
      readSettings(['PORT', 'DATABASE_URL', 'EVENTSTORE_URL', 'LOG_LEVEL', 'HOST'], {
        PORT: '70000',
        DATABASE_URL: 'mysql://db',
        EVENTSTORE_URL: 'http://store',
        LOG_LEVEL: 'loud',
      }),
    );
    expect(complaint).toMatch(/^these settings are not usable:\n/);
    expect(complaint).toMatch(/PORT=70000: .*65535/);
    expect(complaint).toContain('DATABASE_URL=mysql://db: starts with postgresql://');
    expect(complaint).toContain('EVENTSTORE_URL=http://store: starts with esdb://');
    expect(complaint).toMatch(/LOG_LEVEL=loud: .*"info"/);
    expect(complaint).not.toContain('HOST');
  });

  test('of mail name a server, a sender and where the apps are', () => {
    const names = ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_ADMIN_URL', 'PUBLIC_DESK_URL'] as const;
    const given = {
      SMTP_URL: 'smtps://user:secret@mail.example:465',
      MAIL_FROM: 'Help desk <help@desk.example>',
      PUBLIC_ADMIN_URL: 'https://admin.example/',
      PUBLIC_DESK_URL: 'https://desk.example/help',
    };
    expect(readSettings(names, given)).toEqual({ ...given, PUBLIC_ADMIN_URL: 'https://admin.example' });
    const complaint = complaintOf(() =>
      readSettings(names, {
        SMTP_URL: 'http://user:hunter2@mail',
        MAIL_FROM: 'nobody\r\nBcc: all@example.com',
        PUBLIC_ADMIN_URL: 'admin.example',
        PUBLIC_DESK_URL: 'https://desk.example/?x=1',
      }),
    );
    for (const name of names) expect(complaint).toContain(`${name}=`);
    expect(complaint).not.toContain('hunter2');
  });

  test('that are secret are not repeated in a complaint', () => {
    const complaint = complaintOf(() =>
      readSettings(['JWT_SECRET', 'USERNAME_KEY'], { JWT_SECRET: 'hunter2', USERNAME_KEY: 'swordfish' }),
    );
    expect(complaint).toContain('JWT_SECRET=…: give at least 32 characters');
    expect(complaint).toContain('USERNAME_KEY=…: give at least 32 characters');
    expect(complaint).not.toMatch(/hunter2|swordfish/);
  });

  test('that are addresses with a password in them are repeated without it', () => {
    const complaint = complaintOf(() =>
      readSettings(['DATABASE_URL', 'REDIS_URL', 'EVENTSTORE_URL'], {
        DATABASE_URL: 'postgres//app:hunter2@db/ticketing',
        REDIS_URL: 'http://:swordfish@redis',
        EVENTSTORE_URL: 'https://admin:chang%40eit@store',
      }),
    );
    expect(complaint).toContain('DATABASE_URL=postgres//…@db/ticketing');
    expect(complaint).toContain('REDIS_URL=http://…@redis');
    expect(complaint).not.toMatch(/hunter2|swordfish|chang/);
  });

  test('refuse the key that opens every door in production, even to a process that does not use it', () => {
    const environment = { SUPER_SECRET_KEY: 'open sesame', NODE_ENV: 'production' };
    const complaint = complaintOf(() => readSettings(['PORT'], environment));
    expect(complaint).toContain('SUPER_SECRET_KEY is set');
    expect(complaint).not.toContain('open sesame');
    expect(complaintOf(() => readSettings(['PORT'], { ...environment, NODE_ENV: 'development' }))).toBe(
      'no complaint',
    );
  });

  test('that a process cannot do without say why', () => {
    const complaint = complaintOf(() => required('REDIS_URL', undefined, 'live changes come through Redis'));
    expect(complaint).toBe('REDIS_URL is not set: live changes come through Redis');
    expect(required('PORT', 0, 'it listens')).toBe(0);
  });
});
