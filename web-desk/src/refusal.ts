import type { ApiError } from '@ticketing/web-kit/api-error.ts';
import type { Kit } from '@ticketing/web-kit/kit.tsx';

/**
 * Sends a command whose refusal belongs beside the box that it was written in. The kit's commands never throw; why one was
 * refused is told to the kit's listeners, of whom this is one while the command is on its way.
 */
export async function answerOrRefusal<A>(
  kit: Kit,
  send: () => Promise<A | null>,
): Promise<{ readonly answer: A } | { readonly refusal: ApiError | null }> {
  let refusal: ApiError | null = null;
  const listen = (error: ApiError) => {
    refusal = error;
  };
  kit.refusals.add(listen);
  try {
    const answer = await send();
    return answer === null ? { refusal } : { answer };
  } finally {
    kit.refusals.delete(listen);
  }
}
