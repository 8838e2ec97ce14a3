import type { ImportResult } from './run-import.ts';

const count = new Intl.NumberFormat('en');
const several = (number: number, one: string, many = `${one}s`): string =>
  `${count.format(number)} ${number === 1 ? one : many}`;

/** What an import did, in words for a terminal. */
export function reportOf(result: ImportResult): string {
  const { named, incidents, events, dryRun } = result;
  const total = Object.values(events).reduce((sum, number) => sum + number, 0);
  const lines = [
    `${several(result.rows, 'row')}: ${several(named.incidents, 'incident')} can be imported into ${result.projectKey}, ${several(result.leftOut.length, 'incident is', 'incidents are')} left out.`,
    `They name ${several(named.companies, 'company', 'companies')}, ${several(named.callers, 'caller')}, ${several(named.resolvers, 'resolver')}, ${several(named.people - named.callers - named.resolvers, 'other person', 'other people')}, ${several(named.tags, 'group')} and ${several(named.columns, 'state')}.`,
    `${dryRun ? 'Would be opened' : 'Opened'}: ${count.format(incidents.opened)}; continued: ${count.format(incidents.continued)}; already there: ${count.format(incidents.unchanged)}.`,
    total === 0
      ? 'Nothing new: no event is appended.'
      : `${several(total, 'event')} ${dryRun ? 'would be appended' : 'appended'}:`,
    ...Object.entries(events).map(([type, number]) => `  ${count.format(number).padStart(7)}  ${type}`),
  ];
  if (result.refusedRows.length > 0) {
    lines.push('', `${several(result.refusedRows.length, 'row')} could not be read:`);
    for (const { line, incident, reasons } of result.refusedRows) {
      lines.push(`  line ${line}${incident ? ` (${incident})` : ''}: ${reasons.join('; ')}`);
    }
    if (result.leftOut.length > 0) {
      lines.push(`Left out entirely because of them: ${result.leftOut.join(', ')}`);
    }
  }
  if (incidents.refused.length > 0) {
    lines.push('', `${several(incidents.refused.length, 'incident was', 'incidents were')} refused:`);
    for (const { incident, reason } of incidents.refused) lines.push(`  ${incident}: ${reason}`);
  }
  if (result.stopped) {
    lines.push(
      '',
      `Stopped with ${several(incidents.unfinished, 'incident')} unfinished. Run the same command again: it goes on from here and does nothing twice.`,
    );
  } else if (dryRun) {
    lines.push('', 'This was a dry run: nothing was written.');
  }
  return lines.join('\n');
}
