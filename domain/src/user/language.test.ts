import { DomainError } from '@ticketing/contracts/errors.ts';
import type { UserEvent } from '@ticketing/contracts/events/event.ts';
import { expect, it } from 'vitest';
import { ids, specification } from '../testing/given.ts';
import { decideUser, type UserCommand, type UserState, userFold } from './user.ts';

const { given } = specification<UserState | undefined, UserCommand, UserEvent>({
  stream: `user-${ids.agent}`,
  ...userFold,
  decide: decideUser,
});
const registered: UserEvent = {
  type: 'UserRegistered',
  data: { username: 'agent', displayName: 'Agent', email: null, staff: true },
};
const chosen = (language: 'en' | 'ka'): UserEvent => ({ type: 'LanguageChosen', data: { language } });

it('a person chooses their language, and choosing the same again is no news', () => {
  given(registered).when({ type: 'ChooseLanguage', language: 'en' }).thenHappens(chosen('en'));
  given(registered, chosen('en')).when({ type: 'ChooseLanguage', language: 'ka' }).thenHappens(chosen('ka'));
  given(registered, chosen('ka')).when({ type: 'ChooseLanguage', language: 'ka' }).thenHappens();
});

it('nobody who is not there chooses a language', () => {
  expect(() => decideUser({ type: 'ChooseLanguage', language: 'ka' }, undefined)).toThrow(
    new DomainError('not_found'),
  );
});
