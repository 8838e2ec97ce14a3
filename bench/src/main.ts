/** `npm run bench` measures the system at work; `npm run bench -- queries` what reads cost by the number of tickets. */
if (process.argv[2] === 'queries') await import('./queries.ts');
else await import('./system.ts');
