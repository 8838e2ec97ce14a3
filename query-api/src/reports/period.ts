import { DomainError } from '@ticketing/contracts/errors.ts';

const DAYS_UNLESS_TOLD = 30;

export type Period = { readonly from: Date; readonly to: Date; readonly now: Date };

/** @throws DomainError `validation_failed` when what is told and what is not make no period */
export function periodOf(
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date = new Date(),
): Period {
  const to = asked.to === undefined ? now : new Date(asked.to);
  const from =
    asked.from === undefined ? new Date(to.getTime() - DAYS_UNLESS_TOLD * 86_400_000) : new Date(asked.from);
  if (from < to) return { from, to, now };
  const message = 'use an instant that has passed, or say `to` as well';
  throw new DomainError('validation_failed', message, [{ path: 'querystring.from', message }]);
}
