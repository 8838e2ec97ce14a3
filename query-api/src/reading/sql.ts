export * from '@ticketing/platform/sql.ts';
