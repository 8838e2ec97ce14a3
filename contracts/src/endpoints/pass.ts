import { z } from 'zod';

/** What opens one file to one person where a browser sends no authorisation, such as `<img src>`. */
export const Pass = z.string().max(200);
