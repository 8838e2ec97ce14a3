import { DEFAULT_LANGUAGE, type Language } from '@ticketing/contracts/kinds.ts';
import type { RegisteredUser } from '@ticketing/domain/user/user.ts';
import { oneLine } from '@ticketing/platform/mail/one-line.ts';

type Words = {
  readonly subject: string;
  readonly text: (name: string, username: string, link: string) => string;
};

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'Set a new password',
    text: (name, username, link) => `Hello ${name},

somebody asked to set a new password for your account "${username}". To do so, open this link within an hour:

${link}

If it was not you, there is nothing to do: your password stays as it is.`,
  },
  ka: {
    subject: 'ახალი პაროლის დაყენება',
    text: (name, username, link) => `გამარჯობა, ${name},

თქვენი ანგარიშისთვის („${username}“) ახალი პაროლის დაყენება მოითხოვეს. ამისათვის ერთი საათის განმავლობაში გახსენით ეს ბმული:

${link}

თუ ეს თქვენ არ იყავით, არაფრის გაკეთება არ გჭირდებათ: თქვენი პაროლი იგივე რჩება.`,
  },
};

/** The mail with the link to a new password, in the person's language. */
export function passwordResetMail(
  { displayName, username, language }: Pick<RegisteredUser, 'displayName' | 'username' | 'language'>,
  link: string,
): { subject: string; text: string } {
  const { subject, text } = words[language ?? DEFAULT_LANGUAGE];
  return { subject, text: text(oneLine(displayName), username, link) };
}
