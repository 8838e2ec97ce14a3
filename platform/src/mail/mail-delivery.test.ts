import { expect, test } from 'vitest';
import { readSettings } from '../settings.ts';
import { mailDelivery, mailSettingNames } from './mail-delivery.ts';

const given = {
  SMTP_URL: 'smtp://127.0.0.1:2525',
  MAIL_FROM: 'help@desk.example',
  PUBLIC_ADMIN_URL: 'https://admin.example',
  PUBLIC_DESK_URL: 'https://desk.example',
};
const deliveryWith = (environment: Record<string, string>) =>
  mailDelivery(readSettings(mailSettingNames, environment));

test('without a mail server there is no delivery, and nothing else is asked for', () => {
  expect(deliveryWith({})).toBeUndefined();
  expect(deliveryWith({ ...given, SMTP_URL: '' })).toBeUndefined();
});

test('with a mail server, everything that every mail needs is asked for by name', () => {
  expect(deliveryWith(given)?.urls).toEqual({
    admin: 'https://admin.example',
    desk: 'https://desk.example',
  });
  for (const name of ['MAIL_FROM', 'PUBLIC_ADMIN_URL', 'PUBLIC_DESK_URL'] as const) {
    expect(() => deliveryWith({ ...given, [name]: '' })).toThrow(`${name} is not set: `);
  }
});
