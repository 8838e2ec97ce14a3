import type { Language, Role } from '@ticketing/contracts/kinds.ts';
import { oneLine } from '@ticketing/platform/mail/one-line.ts';

export type Invited = {
  /** Who invites; undefined when that is not known any more. */
  readonly inviter: string | undefined;
  readonly project: { readonly name: string; readonly key: string };
  readonly role: Role;
  readonly until: Date;
  readonly link: string;
};

type Words = {
  readonly somebody: string;
  readonly role: Readonly<Record<Role, string>>;
  readonly subject: (project: string) => string;
  readonly text: (of: {
    readonly inviter: string;
    readonly project: string;
    readonly role: string;
    /** `2026-12-04 18:00 UTC` */
    readonly until: string;
    readonly link: string;
  }) => string;
};

const words: Readonly<Record<Language, Words>> = {
  en: {
    somebody: 'Somebody',
    role: { superadmin: 'owner', admin: 'administrator', manager: 'manager', user: 'user' },
    subject: (project) => `Invitation to ${project}`,
    text: ({ inviter, project, role, until, link }) => `Hello,

${inviter} invites you to the project ${project} as its ${role}. To take part, open this link until ${until}:

${link}

The link is for you alone: whoever opens it can take part in your place. If you did not expect it, there is nothing to do.`,
  },
  ka: {
    somebody: 'ვიღაც',
    role: { superadmin: 'მფლობელი', admin: 'ადმინი', manager: 'მენეჯერი', user: 'მომხმარებელი' },
    subject: (project) => `მოწვევა პროექტში „${project}“`,
    text: ({ inviter, project, role, until, link }) => `გამარჯობა,

${inviter} გიწვევთ პროექტში „${project}“, თქვენი როლი: ${role}. მოწვევის მისაღებად გახსენით ეს ბმული (მოქმედებს ${until}-მდე):

${link}

ბმული მხოლოდ თქვენთვისაა: ვინც მას გახსნის, თქვენს ნაცვლად ჩაერთვება. თუ მოწვევას არ ელოდით, არაფრის გაკეთება არ გჭირდებათ.`,
  },
};

export function invitationMail(
  { inviter, project, role, until, link }: Invited,
  language: Language,
): { subject: string; text: string } {
  const says = words[language];
  const name = oneLine(project.name);
  return {
    subject: says.subject(name),
    text: says.text({
      inviter: inviter === undefined ? says.somebody : oneLine(inviter),
      project: `${name} (${project.key})`,
      role: says.role[role],
      until: `${until.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      link,
    }),
  };
}
