import { z } from 'zod';
import { ContactName, EmailAddress, Id, PhoneNumber, ShortText, Summary } from '../values.ts';

const ContactCard = z.object({
  name: ContactName,
  email: EmailAddress.nullable(),
  phone: PhoneNumber.nullable(),
  /** Job title; empty without one. */
  title: ShortText,
  department: ShortText,
  notes: Summary,
});

/**
 * Events of `contact-{id}`: people outside the system whom a project deals with. The only events besides `user-*`
 * that may carry personal data. `contact-{companyId}` is how a company itself is reached.
 */
export const contactEvents = {
  ContactAdded: ContactCard.extend({ projectId: Id }),
  ContactChanged: ContactCard,
  /** `role`: what the contact is to the team of this tag, in words. */
  ContactLinkedToTag: z.object({ tagId: Id, role: ShortText }),
  ContactUnlinkedFromTag: z.object({ tagId: Id }),
  ContactRemoved: z.object({}),
  CompanyContactChanged: z.object({ email: EmailAddress.nullable(), phone: PhoneNumber.nullable() }),
} as const;
