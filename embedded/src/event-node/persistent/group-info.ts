import persistentMessages from '@eventstore/db-client/generated/persistent_pb.js';
import type { LogReader } from '../log-reader.ts';
import type { ConsumerCall } from './consumer-call.ts';
import { parkedRange } from './parked-messages.ts';
import type { SubscriptionGroup } from './subscription-group.ts';

/** What a client is told of a group. Averages and measurements are not kept: they are 0. */
export async function groupInfo(
  group: SubscriptionGroup,
  calls: Iterable<ConsumerCall>,
  reader: LogReader,
): Promise<persistentMessages.SubscriptionInfo> {
  const { source, name, settings } = group.stored;
  const isAll = source === '$all';
  const place = (at: number) => (isAll ? `C:${at}/P:${at}` : String(at));
  const info = new persistentMessages.SubscriptionInfo();
  const connections = [...calls].flatMap((call) => (call.group === group ? [connectionOf(call)] : []));
  info.setEventSource(source);
  info.setGroupName(name);
  info.setStatus('Live');
  info.setConnectionsList(connections);
  const total = connections.reduce((sum, connection) => sum + Number(connection.getTotalItems()), 0);
  info.setTotalItems(String(total));
  info.setCountSinceLastMeasurement('0');
  info.setLastCheckpointedEventPosition(
    group.lastCheckpoint === undefined ? '' : place(group.lastCheckpoint),
  );
  const last = isAll ? reader.log.head : (await reader.head(source)).revision;
  info.setLastKnownEventPosition(last < 0 ? '' : place(last));
  info.setResolveLinkTos(settings.resolveLinks);
  const { startFrom } = settings;
  info.setStartFrom(startFrom === 'start' ? place(0) : startFrom === 'end' ? place(-1) : place(startFrom));
  info.setMessageTimeoutMilliseconds(settings.messageTimeout);
  info.setExtraStatistics(settings.extraStatistics);
  info.setMaxRetryCount(settings.maxRetryCount);
  info.setLiveBufferSize(settings.liveBufferSize);
  info.setBufferSize(settings.historyBufferSize);
  info.setReadBatchSize(settings.readBatchSize);
  info.setCheckPointAfterMilliseconds(settings.checkpointAfter);
  info.setMinCheckPointCount(settings.minCheckpointCount);
  info.setMaxCheckPointCount(settings.maxCheckpointCount);
  info.setReadBufferCount(group.delivery.waiting);
  info.setLiveBufferCount('0');
  info.setRetryBufferCount(group.delivery.retrying);
  info.setTotalInFlightMessages(group.delivery.inFlight);
  info.setOutstandingMessagesCount(group.delivery.inFlight);
  info.setNamedConsumerStrategy(settings.strategy);
  info.setMaxSubscriberCount(settings.maxSubscriberCount);
  const [first, end] = await parkedRange(reader, group.parkedStream);
  info.setParkedMessageCount(String(end - first));
  return info;
}

function connectionOf(call: ConsumerCall): persistentMessages.SubscriptionInfo.ConnectionInfo {
  const connection = new persistentMessages.SubscriptionInfo.ConnectionInfo();
  const { consumer } = call;
  connection.setFrom(call.from);
  connection.setUsername(call.user);
  connection.setConnectionName(call.connectionName);
  connection.setTotalItems(String(consumer?.taken ?? 0));
  connection.setCountSinceLastMeasurement('0');
  connection.setInFlightMessages(consumer?.inFlight.size ?? 0);
  connection.setAvailableSlots((consumer?.capacity ?? 0) - (consumer?.inFlight.size ?? 0));
  return connection;
}
