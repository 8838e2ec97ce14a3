import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import featuresMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';

/** The server generation whose behaviour the node follows. */
export const SERVER_VERSION = '24.6.0';

const STREAMS = 'event_store.client.streams.streams';
const GOSSIP = 'event_store.client.gossip.gossip';
const FEATURES = 'event_store.client.server_features.serverfeatures';

/**
 * What ServerFeatures announces. Names are in lower case as the client compares them; without `batchappend` every
 * append would take the slow path of a call of its own.
 */
export function supportedMethods(): featuresMessages.SupportedMethods {
  const methods = new featuresMessages.SupportedMethods();
  methods.setEventStoreServerVersion(SERVER_VERSION);
  for (const [service, name] of [
    [STREAMS, 'read'],
    [STREAMS, 'append'],
    [STREAMS, 'batchappend'],
    [STREAMS, 'delete'],
    [STREAMS, 'tombstone'],
    [GOSSIP, 'read'],
    [FEATURES, 'getsupportedmethods'],
  ] as const) {
    const method = new featuresMessages.SupportedMethod();
    method.setServiceName(service);
    method.setMethodName(name);
    methods.addMethods(method);
  }
  return methods;
}

/** A cluster of one: this node, alive and leading. */
export function clusterOfOne(instanceId: string, host: string, port: number): gossipMessages.ClusterInfo {
  const member = new gossipMessages.MemberInfo();
  const id = new sharedMessages.UUID();
  id.setString(instanceId);
  const endPoint = new gossipMessages.EndPoint();
  endPoint.setAddress(host);
  endPoint.setPort(port);
  member.setInstanceId(id);
  member.setTimeStamp(`${Date.now()}0000`);
  member.setState(gossipMessages.MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const cluster = new gossipMessages.ClusterInfo();
  cluster.addMembers(member);
  return cluster;
}
