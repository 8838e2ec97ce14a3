import { EventStoreDBClient } from '@eventstore/db-client';
import usersService from '@eventstore/db-client/generated/users_grpc_pb.js';
import usersMessages from '@eventstore/db-client/generated/users_pb.js';
import type { ServiceError } from '@grpc/grpc-js';
import { temporaryCertificate } from '../../testing/temporary-certificate.ts';
import { temporaryPostgres } from '../../testing/temporary-postgres.ts';
import { startEventNode } from '../start-event-node.ts';
import { channelOf, type NodeUnderTest } from './node-under-test.ts';

/** A server with TLS and users, and its administrator's client. */
export type SecureNode = NodeUnderTest & {
  /** A connection string for somebody else, or for nobody. */
  urlFor(name?: string, password?: string): string;
};

const given = process.env.EVENTSTORE_URL ?? '';

/** Without a server given there is always one: the embedded node with a certificate of this run. */
export const isSecureNodeThere = given === '' || (!/tls=false/i.test(given) && given.includes('@'));

export async function secureNode(): Promise<SecureNode> {
  if (given !== '') return withUsers(given, async () => undefined);
  const certificate = await temporaryCertificate();
  const postgres = await temporaryPostgres();
  const node = await startEventNode({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: postgres.url,
    secure: { ...certificate, firstPasswords: { admin: 'first-admin-password', ops: 'first-ops-password' } },
  });
  const authority = encodeURIComponent(certificate.certificateFile);
  return withUsers(
    `esdb://admin:first-admin-password@localhost:${node.port}?tls=true&tlsCAFile=${authority}`,
    async () => {
      await node.close();
      await postgres.stop();
      await certificate.remove();
    },
  );
}

async function withUsers(url: string, stop: () => Promise<void>): Promise<SecureNode> {
  const client = EventStoreDBClient.connectionString(url);
  return {
    client,
    url,
    ...(await channelOf(url)),
    urlFor: (name, password) => {
      const who =
        name === undefined ? '' : `${encodeURIComponent(name)}:${encodeURIComponent(password ?? '')}@`;
      return url.replace(/\/\/[^@]*@/, () => `//${who}`);
    },
    async close() {
      await client.dispose();
      await stop();
    },
  };
}

export type Users = {
  create(name: string, password: string, groups?: string[]): Promise<void>;
  details(name: string): Promise<usersMessages.DetailsResp.UserDetails.AsObject[]>;
  changePassword(name: string, current: string, next: string): Promise<void>;
  resetPassword(name: string, next: string): Promise<void>;
  disable(name: string): Promise<void>;
  enable(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  close(): void;
};

/** The Users service, which the official client for Node does not have. */
export async function usersOf(url: string): Promise<Users> {
  const { address, channel } = await channelOf(url);
  const service = new usersService.UsersClient(address, channel);
  const done = (call: (callback: (error: ServiceError | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      call((error) => (error === null ? resolve() : reject(error)));
    });
  return {
    create(name, password, groups = []) {
      const options = new usersMessages.CreateReq.Options();
      options.setLoginName(name);
      options.setFullName(`Full ${name}`);
      options.setPassword(password);
      options.setGroupsList(groups);
      const request = new usersMessages.CreateReq();
      request.setOptions(options);
      return done((callback) => service.create(request, callback));
    },
    details(name) {
      const options = new usersMessages.DetailsReq.Options();
      options.setLoginName(name);
      const request = new usersMessages.DetailsReq();
      request.setOptions(options);
      return new Promise((resolve, reject) => {
        const found: usersMessages.DetailsResp.UserDetails.AsObject[] = [];
        const call = service.details(request);
        call.on('data', (response: usersMessages.DetailsResp) => {
          const user = response.getUserDetails();
          if (user !== undefined) found.push(user.toObject());
        });
        call.on('error', reject);
        call.on('end', () => resolve(found));
      });
    },
    changePassword(name, current, next) {
      const options = new usersMessages.ChangePasswordReq.Options();
      options.setLoginName(name);
      options.setCurrentPassword(current);
      options.setNewPassword(next);
      const request = new usersMessages.ChangePasswordReq();
      request.setOptions(options);
      return done((callback) => service.changePassword(request, callback));
    },
    resetPassword(name, next) {
      const options = new usersMessages.ResetPasswordReq.Options();
      options.setLoginName(name);
      options.setNewPassword(next);
      const request = new usersMessages.ResetPasswordReq();
      request.setOptions(options);
      return done((callback) => service.resetPassword(request, callback));
    },
    disable(name) {
      const options = new usersMessages.DisableReq.Options();
      options.setLoginName(name);
      const request = new usersMessages.DisableReq();
      request.setOptions(options);
      return done((callback) => service.disable(request, callback));
    },
    enable(name) {
      const options = new usersMessages.EnableReq.Options();
      options.setLoginName(name);
      const request = new usersMessages.EnableReq();
      request.setOptions(options);
      return done((callback) => service.enable(request, callback));
    },
    remove(name) {
      const options = new usersMessages.DeleteReq.Options();
      options.setLoginName(name);
      const request = new usersMessages.DeleteReq();
      request.setOptions(options);
      return done((callback) => service.delete(request, callback));
    },
    close: () => service.close(),
  };
}
