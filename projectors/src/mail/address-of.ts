import { userStream } from '@ticketing/contracts/streams.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
import type { Aggregates } from '@ticketing/platform/aggregates.ts';

/** Where an active person gets mail, by their own stream as of now: an address that was changed or erased gets no more. */
export const addressThrough =
  (aggregates: Aggregates) =>
  async (userId: string): Promise<string | undefined> => {
    const { state } = await aggregates.fresh(userStream(userId), userFold);
    return state?.kind === 'registered' && state.active ? (state.email ?? undefined) : undefined;
  };
