/** What an API answered, whatever the status. */
export type Answered = {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
};

/** How long an answer may take before the outcome counts as unknown, in milliseconds. */
const ANSWER_WITHIN = 10_000;

/** One request. @throws when there is no whole answer in time: the outcome is unknown */
export async function ask(
  url: string,
  method: string,
  path: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body?: unknown },
): Promise<Answered> {
  const answer = await fetch(url + path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: answer.headers };
}
