import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters that OWASP's password storage sheet names first: 19 MiB, 2 passes, 1 lane. */
const parameters = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

export const hashPassword = (password: string): Promise<string> => hash(password, parameters);

/** A hash of nothing that anyone knows, so that an unknown name costs as much time as a wrong password. */
const nobody = hashPassword(crypto.randomUUID());

/** @param stored the stored hash, or undefined when there is no such person: takes as long, and is false. */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await nobody), password);
  return stored !== undefined && matches;
}
