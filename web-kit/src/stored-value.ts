/**
 * localStorage that never throws: a browser that forbids storage keeps the values until the tab closes.
 */
const memory = new Map<string, string>();
let lasts = true;

/** Whether what is stored is still there after the tab was closed. */
export const storageLasts = (): boolean => lasts;

export function readStored(key: string): string | null {
  // What did not fit, or may not be stored.
  if (memory.has(key)) return memory.get(key) ?? null;
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** `null` removes it. */
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
    memory.delete(key);
  } catch {
    lasts = false;
    if (value === null) memory.delete(key);
    else memory.set(key, value);
  }
}

/** Names of what is stored, by how they begin. */
export function storedKeys(prefix: string): string[] {
  const names = new Set(memory.keys());
  try {
    for (let index = 0; index < window.localStorage.length; index++) {
      const name = window.localStorage.key(index);
      if (name !== null) names.add(name);
    }
  } catch {
    // Then everything is in memory.
  }
  return [...names].filter((name) => name.startsWith(prefix));
}
