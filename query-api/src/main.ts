import { runProcess } from '@ticketing/platform/settings.ts';
import { startQueryApi } from './start-query-api.ts';

/** The query API as a process of its own: HOST, PORT, DATABASE_URL, REDIS_URL, JWT_SECRET. */
await runProcess(async () => {
  const { stop } = await startQueryApi();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
});
