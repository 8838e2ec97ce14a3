import type { Application } from '@ticketing/command-api/application.ts';
import { createColumnCounts } from '@ticketing/command-api/tickets/column-counts.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { countAppends, type EventCounts } from './counting-store.ts';
import { imagineAppends } from './dry-run-store.ts';
import { type IncidentsImported, importIncidents } from './import-incidents.ts';
import { type ImportPlan, planOf } from './import-plan.ts';
import { type IncidentFile, readIncidentFile } from './incident-file.ts';
import { prepareProject } from './prepare-project.ts';

export type ImportOptions = {
  readonly projectKey: string;
  readonly owner?: string | undefined;
  /** Decide everything, write nothing. */
  readonly dryRun: boolean;
  /** Commands under way at the same time. */
  readonly concurrency?: number;
  /** Whether to stop before the next command. */
  readonly stopping?: () => boolean;
  readonly onProgress?: (doing: string, done: number, total: number) => void;
};

export type ImportResult = {
  readonly projectKey: string;
  readonly dryRun: boolean;
  /** The import was asked to stop before it was finished. */
  readonly stopped: boolean;
  readonly projectCreated: boolean;
  readonly rows: number;
  readonly refusedRows: IncidentFile['refused'];
  /** Numbers of the incidents that were left out because of refused rows. */
  readonly leftOut: readonly string[];
  /** What the readable incidents name. */
  readonly named: {
    readonly incidents: number;
    readonly companies: number;
    readonly callers: number;
    readonly resolvers: number;
    readonly people: number;
    readonly tags: number;
    readonly columns: number;
  };
  readonly incidents: IncidentsImported;
  /** Appended events by type; in a dry run those that would be. */
  readonly events: EventCounts;
};

/**
 * Imports an incident log into a project through the same commands as HTTP. Whatever is there already is not done
 * again, so that it can be stopped at any moment and run again.
 * @param parts the application without aggregates: these are made here, over a store that counts or only imagines
 * @throws NotAnIncidentFile, ImportStopped; DomainError `store_unavailable`
 */
export async function runImport(
  parts: Omit<Application, 'aggregates' | 'columnCounts'>,
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportResult> {
  const { projectKey, owner, dryRun, concurrency = 32 } = options;
  const { stopping = () => false, onProgress = () => undefined } = options;
  const file = readIncidentFile(bytes);
  const plan = planOf(file.incidents);
  const head = await parts.eventStore.head();
  const written = dryRun ? imagineAppends(parts.eventStore, head) : parts.eventStore;
  const { store, counts } = countAppends(written, head);
  const app: Application = {
    ...parts,
    eventStore: store,
    aggregates: createAggregates(store),
    columnCounts: createColumnCounts(store),
  };

  const project =
    file.incidents.length === 0
      ? undefined
      : await prepareProject(app, plan, {
          projectKey,
          owner,
          concurrency,
          stopping,
          onStep: (done, total) => onProgress('people and companies', done, total),
        });
  const incidents = project
    ? await importIncidents(app, project, file.incidents, {
        projectKey,
        concurrency,
        stopping,
        onIncident: (done, total) => onProgress('incidents', done, total),
      })
    : { opened: 0, continued: 0, unchanged: 0, refused: [], unfinished: file.incidents.length };
  return {
    projectKey,
    dryRun,
    stopped: incidents.unfinished > 0,
    projectCreated: project?.created ?? false,
    rows: file.rowCount,
    refusedRows: file.refused,
    leftOut: file.leftOut,
    named: countNamed(plan),
    incidents,
    events: counts(),
  };
}

function countNamed(plan: ImportPlan): ImportResult['named'] {
  return {
    incidents: plan.incidents.length,
    companies: plan.companies.length,
    callers: plan.people.filter(({ companies }) => companies.length > 0).length,
    resolvers: plan.people.filter(({ resolves }) => resolves).length,
    people: plan.people.length,
    tags: plan.tags.length,
    columns: plan.columns.length,
  };
}
