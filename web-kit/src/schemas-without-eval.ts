import { config } from 'zod';

/**
 * Import this first. The apps forbid `eval` by their content security policy; zod asks at every start whether it may
 * compile schemas with it, which the browser reports as a violation. The schemas serve the apps as types only.
 */
config({ jitless: true });
