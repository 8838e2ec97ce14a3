import { DomainError, type ErrorCode } from '@ticketing/contracts/errors.ts';
import type { DomainEvent, RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { expect } from 'vitest';
import { noPolicies } from '../project/policies.ts';
import type { ColumnState, ProjectState } from '../project/state.ts';

/** Gives events of one stream the envelope that the store would give them. */
export function recorded(
  stream: string,
  events: readonly DomainEvent[],
  envelope: { readonly from?: number; readonly at?: string; readonly actorId?: string } = {},
): RecordedEvent[] {
  const { from = 0, at = '2026-03-01T09:00:00.000Z', actorId = ids.agent } = envelope;
  return events.map((event, index) => ({
    ...event,
    id: `00000000-0000-7000-8000-${String(from + index).padStart(12, '0')}`,
    stream,
    revision: BigInt(from + index),
    position: BigInt(from + index),
    recordedAt: new Date(at),
    metadata: {
      $correlationId: 'c',
      $causationId: 'c',
      commandId: `c${from + index}`,
      command: 'Test',
      actorId,
      at,
      schema: 1,
    },
  }));
}

/** Ids that specifications speak of. */
export const ids = {
  project: '01900000-0000-7000-8000-000000000001',
  ticket: '01900000-0000-7000-8000-000000000002',
  agent: '01900000-0000-7000-8000-000000000003',
  client: '01900000-0000-7000-8000-000000000004',
  company: '01900000-0000-7000-8000-000000000005',
  todo: '01900000-0000-7000-8000-000000000006',
  doing: '01900000-0000-7000-8000-000000000007',
  done: '01900000-0000-7000-8000-000000000008',
  tag: '01900000-0000-7000-8000-000000000009',
  comment: '01900000-0000-7000-8000-00000000000a',
  unknown: '01900000-0000-7000-8000-0000000000ff',
} as const;

/** A column as it is when nothing was said of it but this. */
export const columnState = (
  given: Pick<ColumnState, 'id' | 'name' | 'category' | 'rank'> & Partial<ColumnState>,
): ColumnState => ({ colour: '#000000', minimum: null, maximum: null, leadsTo: null, ...given });

/** A project as it is when nothing was said of it but this. */
export const projectState = (given: Partial<ProjectState> = {}): ProjectState => ({
  id: ids.project,
  key: 'OPS',
  name: 'Operations',
  description: '',
  columns: [],
  removedColumns: {},
  tags: [],
  companyIds: [],
  archiveAfterHours: undefined,
  leadId: null,
  policies: noPolicies,
  dueDateBeforeDone: false,
  limitsEnforced: false,
  archived: false,
  ...given,
});

/** given(events).when(command).thenHappens(events) for one kind of stream. */
export function specification<State, Command, Event extends DomainEvent>(options: {
  readonly stream: string;
  readonly initial: State;
  readonly evolve: (state: State, event: RecordedEvent) => State;
  readonly decide: (command: Command, state: State) => readonly Event[];
}) {
  const { stream, initial, evolve, decide } = options;
  return {
    given: (...events: readonly Event[]) => {
      const state = recorded(stream, events).reduce(evolve, initial);
      return {
        state,
        when: (command: Command) => ({
          thenHappens: (...expected: readonly Event[]) => expect(decide(command, state)).toEqual(expected),
          thenRefused: (code: ErrorCode) => {
            let refusal: unknown;
            try {
              decide(command, state);
            } catch (error) {
              refusal = error;
            }
            expect(refusal).toBeInstanceOf(DomainError);
            expect(refusal).toMatchObject({ code });
          },
        }),
      };
    },
  };
}
