import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Processes that ended of an error that nobody caught, each with what Node printed of it. One that could not start, because
 * what it needs was away, says so and is none of them.
 *
 * @param folder of what each process printed
 */
export async function crashes(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name), 'utf8');
    for (const crash of crashesIn(text)) found.push(`${name}: ${crash}`);
  }
  return found;
}

/** Node prints its version last when it ends of an error, below where it was thrown and its stack. */
const LAST_LINE = /^Node\.js v\d/;
const FRAMES = 6;

export function crashesIn(text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!LAST_LINE.test(line)) return [];
    const before = lines.slice(Math.max(0, index - 60), index);
    const stack = before.findLastIndex((each) => /^(\w*Error|\[?\w*Error\b|error)[^{]*:/.test(each));
    return [
      before
        .slice(Math.max(0, stack), stack + FRAMES)
        .map((each) => each.trim())
        .join(' | '),
    ];
  });
}
