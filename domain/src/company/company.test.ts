import type { CompanyEvent } from '@ticketing/contracts/events/event.ts';
import { describe, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import { type CompanyLogo, companyFold, decideCompany, MOST_LOGO_BYTES } from './company.ts';

const { given } = specification({
  stream: `company-${ids.company}`,
  ...companyFold,
  decide: decideCompany,
});
const registered: CompanyEvent = {
  type: 'CompanyRegistered',
  data: { name: 'Kolkheti', description: '' },
};

describe('a company’s logo', () => {
  const logo = { fileId: ids.unknown, contentType: 'image/png', digest: 'ab'.repeat(32) };
  const changed = (to: CompanyLogo | null): CompanyEvent => ({
    type: 'CompanyLogoChanged',
    data: { logo: to },
  });
  const give = (more: object = {}) =>
    ({ type: 'ChangeCompanyLogo', logo: { ...logo, size: MOST_LOGO_BYTES, ...more } }) as const;
  const takeAway = { type: 'ChangeCompanyLogo', logo: null } as const;

  it('is given, becomes another and is taken away, each once', () => {
    given(registered).when(give()).thenHappens(changed(logo));
    given(registered, changed(logo)).when(give()).thenHappens();
    given(registered, changed(logo))
      .when(give({ fileId: ids.ticket }))
      .thenHappens(changed({ ...logo, fileId: ids.ticket }));
    given(registered, changed(logo)).when(takeAway).thenHappens(changed(null));
    given(registered).when(takeAway).thenHappens();
    given(registered, changed(logo), changed(null)).when(give()).thenHappens(changed(logo));
  });

  it('is a picture that every browser shows, and no large one', () => {
    for (const contentType of [
      'image/svg+xml',
      'image/tiff',
      'application/pdf',
      'application/octet-stream',
    ]) {
      given(registered).when(give({ contentType })).thenRefused('image_required');
    }
    given(registered)
      .when(give({ size: MOST_LOGO_BYTES + 1 }))
      .thenRefused('image_required');
    given().when(give()).thenRefused('not_found');
  });
});

describe('the monthly mailing of a company’s report', () => {
  const joined: CompanyEvent = { type: 'CompanyUserAssigned', data: { userId: ids.unknown } };
  const mailing = { recipientIds: [ids.unknown], language: 'ka', timeZone: 'Asia/Tbilisi' } as const;
  const wanted = { ...mailing, recipientIds: [...mailing.recipientIds] };
  const changed = (to: typeof wanted | null): CompanyEvent => ({
    type: 'CompanyReportMailingChanged',
    data: { mailing: to },
  });
  const set = (to: typeof wanted | null) => ({ type: 'ChangeReportMailing', mailing: to }) as const;

  it('is set, changed and taken back, each once', () => {
    given(registered, joined).when(set(wanted)).thenHappens(changed(wanted));
    given(registered, joined, changed(wanted)).when(set(wanted)).thenHappens();
    given(registered, joined, changed(wanted)).when(set(null)).thenHappens(changed(null));
    given(registered).when(set(null)).thenHappens();
  });

  it('goes to people of the company only', () => {
    given(registered).when(set(wanted)).thenRefused('unknown_user');
    given().when(set(wanted)).thenRefused('not_found');
  });
});
