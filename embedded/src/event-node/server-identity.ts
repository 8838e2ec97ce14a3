import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import featuresMessages from '@eventstore/db-client/generated/serverfeatures_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';

/** The server generation whose behaviour the node follows. */
export const SERVER_VERSION = '24.6.0';

type Announced = {
  readonly service: string;
  readonly names: readonly string[];
  readonly features?: readonly string[];
};

const ALWAYS: readonly Announced[] = [
  {
    service: 'event_store.client.streams.streams',
    names: ['read', 'append', 'batchappend', 'delete', 'tombstone'],
  },
  {
    service: 'event_store.client.persistent_subscriptions.persistentsubscriptions',
    names: ['create', 'update', 'delete', 'read', 'getinfo', 'replayparked', 'list'],
    features: ['stream', 'all'],
  },
  { service: 'event_store.client.gossip.gossip', names: ['read'] },
  { service: 'event_store.client.server_features.serverfeatures', names: ['getsupportedmethods'] },
];

const USER_METHODS: readonly Announced[] = [
  {
    service: 'event_store.client.users.users',
    names: ['create', 'update', 'delete', 'disable', 'enable', 'details', 'changepassword', 'resetpassword'],
  },
];

/**
 * What ServerFeatures announces. Names are in lower case as the client compares them; without `batchappend` every
 * append would take the slow path of a call of its own.
 * @param hasUsers whether the Users service is there
 */
export function supportedMethods(hasUsers: boolean): featuresMessages.SupportedMethods {
  const methods = new featuresMessages.SupportedMethods();
  methods.setEventStoreServerVersion(SERVER_VERSION);
  const announced: readonly Announced[] = [...ALWAYS, ...(hasUsers ? USER_METHODS : [])];
  for (const { service, names, features } of announced) {
    for (const name of names) {
      const method = new featuresMessages.SupportedMethod();
      method.setServiceName(service);
      method.setMethodName(name);
      method.setFeaturesList([...(features ?? [])]);
      methods.addMethods(method);
    }
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
