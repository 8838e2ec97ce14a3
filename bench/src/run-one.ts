import { type BenchName, benches } from './benches.ts';

/** Runs one benchmark in this process and sends its figures to the one that asked for them. */
// `main.ts` gives a name of the list.
const name = process.argv[2] as BenchName;
process.send?.(await benches[name].measure());
process.disconnect?.();
