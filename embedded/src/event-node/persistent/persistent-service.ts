import persistentService from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import persistentMessages from '@eventstore/db-client/generated/persistent_pb.js';
import type sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import type {
  ServerUnaryCall,
  ServiceDefinition,
  ServiceError,
  sendUnaryData,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ZodError } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { CallerOf } from '../access/caller-of.ts';
import { checkStreamName } from '../append-limits.ts';
import type { Outgoing } from '../call-output.ts';
import { buildFilter, InvalidFilterError } from '../event-filter.ts';
import { accessDenied, groupError, invalidArgument, unavailable } from '../grpc-errors.ts';
import type { LogReader } from '../log-reader.ts';
import { ConsumerCall, type ConsumerGrpcCall } from './consumer-call.ts';
import { groupInfo } from './group-info.ts';
import { type GroupSettings, settingsOf } from './group-settings.ts';
import type { SubscriptionGroups } from './subscription-groups.ts';

/** The PersistentSubscriptions service: what it answers, and how its open calls end when the node stops. */
export function persistentSubscriptionsOf(deps: {
  groups: SubscriptionGroups;
  reader: LogReader;
  callerOf: CallerOf;
}): { handlers: UntypedServiceImplementation; stop: () => void } {
  const { groups, reader, callerOf } = deps;
  const consumers = new Set<ConsumerCall>();

  /** Answers with what `answer` returns, or with the service error that it returns or throws. */
  const unary =
    <Request, Response>(answer: (request: Request, caller: Caller) => Promise<Response | ServiceError>) =>
    (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void =>
      callerOf(
        call,
        (caller) => {
          answer(call.request, caller).then(
            (answered) =>
              answered instanceof Error ? callback(answered) : callback(null, answered as Response),
            (error: unknown) => callback(failure(error)),
          );
        },
        callback,
      );

  return {
    handlers: {
      create: unary(async (request: persistentMessages.CreateReq, caller) => {
        if (!caller.isOperator) return accessDenied();
        const options = request.getOptions();
        const settings = options?.getSettings();
        if (options === undefined || settings === undefined)
          return invalidArgument('The group has no settings.');
        const all = options.getAll();
        const source = all === undefined ? streamOf(options) : '$all';
        const wrong = wrongSource(source, options.getGroupName());
        if (wrong !== undefined) return wrong;
        const filter = all === undefined ? undefined : filterOf(all);
        if (filter !== undefined) buildFilter({ ...filter, window: 32, checkpointIntervalMultiplier: 1 });
        const from = all === undefined ? streamStart(options, settings) : allStart(all);
        const created = await groups.create(
          source,
          options.getGroupName(),
          settingsOf(settings, from, filter),
        );
        return created ?? new persistentMessages.CreateResp();
      }),
      update: unary(async (request: persistentMessages.UpdateReq, caller) => {
        if (!caller.isOperator) return accessDenied();
        const options = request.getOptions();
        const settings = options?.getSettings();
        if (options === undefined || settings === undefined)
          return invalidArgument('The group has no settings.');
        const all = options.getAll();
        const source = all === undefined ? streamOf(options) : '$all';
        const from = all === undefined ? streamStart(options, settings) : allStart(all);
        const updated = await groups.update(source, options.getGroupName(), (before) =>
          settingsOf(settings, from, before.filter),
        );
        return updated ?? new persistentMessages.UpdateResp();
      }),
      delete: unary(async (request: persistentMessages.DeleteReq, caller) => {
        if (!caller.isOperator) return accessDenied();
        const options = request.getOptions();
        const removed = await groups.remove(sourceOf(options), options?.getGroupName() ?? '');
        return removed ?? new persistentMessages.DeleteResp();
      }),
      getInfo: unary(async (request: persistentMessages.GetInfoReq, caller) => {
        if (!isSomebody(caller)) return accessDenied();
        const options = request.getOptions();
        const [source, name] = [sourceOf(options), options?.getGroupName() ?? ''];
        const group = groups.find(source, name);
        if (group === undefined) return groupError('persistent-subscription-does-not-exist', source, name);
        const response = new persistentMessages.GetInfoResp();
        response.setSubscriptionInfo(await groupInfo(group, consumers, reader));
        return response;
      }),
      list: unary(async (request: persistentMessages.ListReq, caller) => {
        if (!isSomebody(caller)) return accessDenied();
        const forStream = request.getOptions()?.getListForStream();
        const source =
          forStream === undefined ? undefined : forStream.hasAll() ? '$all' : nameOf(forStream.getStream());
        const found = groups.list(source);
        if (source !== undefined && found.length === 0) {
          return groupError('persistent-subscription-does-not-exist', source, '');
        }
        const response = new persistentMessages.ListResp();
        response.setSubscriptionsList(
          await Promise.all(found.map((group) => groupInfo(group, consumers, reader))),
        );
        return response;
      }),
      replayParked: unary(async (request: persistentMessages.ReplayParkedReq, caller) => {
        if (!caller.isOperator) return accessDenied();
        const options = request.getOptions();
        const [source, name] = [sourceOf(options), options?.getGroupName() ?? ''];
        const group = groups.find(source, name);
        if (group === undefined) return groupError('persistent-subscription-does-not-exist', source, name);
        await group.replayParked(options?.hasStopAt() ? Number(options.getStopAt()) : undefined);
        return new persistentMessages.ReplayParkedResp();
      }),
      read: (call: ConsumerGrpcCall) =>
        callerOf(call, (caller) => {
          const consumer = new ConsumerCall(call, caller, groups);
          consumers.add(consumer);
          call.on('close', () => consumers.delete(consumer));
          if (call.destroyed) consumers.delete(consumer);
        }),
    },
    stop() {
      for (const consumer of consumers) consumer.stop();
    },
  };
}

/** Deliveries are encoded by hand; the rest goes through the generated code. */
export function persistentDefinition(): ServiceDefinition<UntypedServiceImplementation> {
  const { restartSubsystem: _none, ...generated } = persistentService.PersistentSubscriptionsService;
  return {
    ...generated,
    read: { ...generated.read, responseSerialize: (message: Outgoing) => message as Buffer },
  };
}

const isSomebody = (caller: Caller): boolean => caller.isOperator || caller.name !== undefined;

function wrongSource(source: string, name: string): ServiceError | undefined {
  if (name === '') return invalidArgument('The group has no name.');
  if (source === '$all') return undefined;
  const wrong = checkStreamName(source);
  return wrong?.kind === 'invalid' ? invalidArgument(wrong.reason) : undefined;
}

const nameOf = (identifier: sharedMessages.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

type Source = { hasAll(): boolean; getStreamIdentifier(): sharedMessages.StreamIdentifier | undefined };

const sourceOf = (options: Source | undefined): string =>
  options?.hasAll() ? '$all' : nameOf(options?.getStreamIdentifier());

type StreamGroup = Source & {
  getStream():
    | persistentMessages.CreateReq.StreamOptions
    | persistentMessages.UpdateReq.StreamOptions
    | undefined;
};

/** The identifier stands in two places: older clients know one of them only. */
const streamOf = (options: StreamGroup): string =>
  nameOf(options.getStream()?.getStreamIdentifier() ?? options.getStreamIdentifier());

const END = '18446744073709551615';

function streamStart(options: StreamGroup, settings: { getRevision(): string }): GroupSettings['startFrom'] {
  const stream = options.getStream();
  if (stream?.hasStart()) return 'start';
  if (stream?.hasEnd()) return 'end';
  const revision = stream?.hasRevision() ? stream.getRevision() : settings.getRevision();
  if (revision === END) return 'end';
  return revision === '0' ? 'start' : Number(revision);
}

function allStart(
  all: persistentMessages.CreateReq.AllOptions | persistentMessages.UpdateReq.AllOptions,
): GroupSettings['startFrom'] {
  if (all.hasEnd()) return 'end';
  const position = all.getPosition()?.getCommitPosition();
  return position === undefined || position === '0' ? 'start' : Number(position);
}

function filterOf(all: persistentMessages.CreateReq.AllOptions): GroupSettings['filter'] {
  const filter = all.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (filter === undefined || expression === undefined) return undefined;
  return {
    on: filter.hasStreamIdentifier() ? 'stream' : 'type',
    regex: expression.getRegex(),
    prefixes: expression.getPrefixList(),
  };
}

function failure(error: unknown): ServiceError {
  if (error instanceof ZodError)
    return invalidArgument(
      error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  if (error instanceof InvalidFilterError) return invalidArgument(error.message);
  return unavailable(error instanceof Error ? error.message : String(error));
}
