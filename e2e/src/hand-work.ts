/**
 * Seconds that people need by hand, on average: to point and press (Card, Moran and Newell), for a key on a keyboard and
 * on a phone (52 and 36 words a minute; Dhakal 2018, Palin 2019), and to find a recent photo in the system's own window.
 */
const SECONDS = { press: 1.1, keyboard: 0.23, phone: 0.33, photo: 3 };

/** Counts what somebody does by hand, and how long the app lets them wait meanwhile. */
export function handWork() {
  const done = { presses: 0, fields: 0, keys: 0, photos: 0 };
  let waited = 0;
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work;
    waited += performance.now() - start;
    return result;
  };
  return {
    press: (work: Promise<unknown>) => {
      done.presses += 1;
      return timed(work);
    },
    /** What is written into one field, which has the focus already. */
    write(words: string, work: Promise<unknown>) {
      done.fields += 1;
      done.keys += words.length;
      return timed(work);
    },
    choosePhoto(work: Promise<unknown>) {
      done.photos += 1;
      return timed(work);
    },
    wait: timed,
    done: done as Readonly<typeof done>,
    /** In words, to be printed. */
    sum(): string {
      const { presses, keys, photos } = done;
      const rest = presses * SECONDS.press + photos * SECONDS.photo + waited / 1_000;
      const seconds = (perKey: number) => (rest + keys * perKey).toFixed(1);
      return `${presses} presses, ${photos} photo and ${keys} keys: ${rest.toFixed(1)} s (${(waited / 1_000).toFixed(1)} s of them waiting) without the words, ${seconds(SECONDS.keyboard)} s with them by keyboard, ${seconds(SECONDS.phone)} s on a phone`;
    },
  };
}
