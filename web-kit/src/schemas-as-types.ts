/**
 * What a built app takes in place of zod. The contracts declare every shape as a schema; the apps use these as types
 * alone, and nothing that a server answers is parsed in them (`api-client.ts`). So the schemas need not do anything in a
 * browser, where zod would be a quarter of what the first page loads. Only the values of an enumeration are real.
 */

/** What would look at a value: it must not seem to have found it right. */
const looking = new Set<string | symbol>(['parse', 'safeParse', 'parseAsync', 'safeParseAsync', 'check']);

/** A schema of anything: whatever is read of it or called on it is one again. */
const anything: object = new Proxy(() => undefined, {
  get: (_, name) => {
    if (looking.has(name)) return refuse;
    // To spread it is to spread nothing; to wait for it is to have it.
    if (name === Symbol.iterator) return () => [].values();
    if (name === Symbol.toPrimitive) return () => '';
    return name === 'then' ? undefined : anything;
  },
  apply: () => anything,
});

function refuse(): never {
  throw new Error('schemas are types only in this app: nothing can be checked with them');
}

const enumeration = (values: readonly string[]): object => {
  const options = [...values];
  return new Proxy(anything, {
    get: (target, name) => (name === 'options' ? options : Reflect.get(target, name)),
  });
};

export const z: object = new Proxy(anything, {
  get: (target, name) => (name === 'enum' ? enumeration : Reflect.get(target, name)),
});
