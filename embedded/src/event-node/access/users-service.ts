import usersMessages from '@eventstore/db-client/generated/users_pb.js';
import type {
  ServerUnaryCall,
  ServerWritableStream,
  ServiceError,
  sendUnaryData,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import {
  accessDenied,
  failedPrecondition,
  invalidArgument,
  unavailable,
  userConflict,
  userNotFound,
} from '../grpc-errors.ts';
import { ticksOf } from '../recorded-event.ts';
import type { Caller } from './caller.ts';
import type { CallerOf } from './caller-of.ts';
import { isUsablePassword } from './first-users.ts';
import type { NodeUser, NodeUsers } from './node-users.ts';

type Unary<Request, Response> = (
  call: ServerUnaryCall<Request, Response>,
  callback: sendUnaryData<Response>,
) => void;

/** The Users service. All but one's own password and details is for administrators. */
export function usersHandlers(users: NodeUsers, callerOf: CallerOf): UntypedServiceImplementation {
  /** Answers with the service error that `change` returns, or else with `response`. */
  const unary =
    <Request, Response>(
      response: () => Response,
      change: (request: Request, caller: Caller) => Promise<ServiceError | undefined>,
    ): Unary<Request, Response> =>
    (call, callback) =>
      callerOf(
        call,
        (caller) => {
          change(call.request, caller).then(
            (error) => (error === undefined ? callback(null, response()) : callback(error)),
            (error: unknown) => callback(unavailable(String(error))),
          );
        },
        callback,
      );

  return {
    create: unary(
      () => new usersMessages.CreateResp(),
      async (request: usersMessages.CreateReq, caller) => {
        if (!caller.isAdmin) return accessDenied();
        const options = request.getOptions();
        const loginName = options?.getLoginName() ?? '';
        const password = options?.getPassword() ?? '';
        const wrong = wrongName(loginName) ?? wrongPassword(password);
        if (wrong !== undefined) return wrong;
        const user = {
          loginName,
          fullName: options?.getFullName() ?? '',
          groups: options?.getGroupsList() ?? [],
        };
        return (await users.create(user, password)) ? undefined : userConflict(loginName);
      },
    ),
    update: unary(
      () => new usersMessages.UpdateResp(),
      async (request: usersMessages.UpdateReq, caller) => {
        if (!caller.isAdmin) return accessDenied();
        const options = request.getOptions();
        const loginName = options?.getLoginName() ?? '';
        const found = await users.update(
          loginName,
          options?.getFullName() ?? '',
          options?.getGroupsList() ?? [],
        );
        return found ? undefined : userNotFound(loginName);
      },
    ),
    delete: unary(
      () => new usersMessages.DeleteResp(),
      async (request: usersMessages.DeleteReq, caller) => {
        const loginName = request.getOptions()?.getLoginName() ?? '';
        return removal(caller, loginName, () => users.remove(loginName));
      },
    ),
    enable: unary(
      () => new usersMessages.EnableResp(),
      async (request: usersMessages.EnableReq, caller) => {
        if (!caller.isAdmin) return accessDenied();
        const loginName = request.getOptions()?.getLoginName() ?? '';
        return (await users.setDisabled(loginName, false)) ? undefined : userNotFound(loginName);
      },
    ),
    disable: unary(
      () => new usersMessages.DisableResp(),
      async (request: usersMessages.DisableReq, caller) => {
        const loginName = request.getOptions()?.getLoginName() ?? '';
        return removal(caller, loginName, () => users.setDisabled(loginName, true));
      },
    ),
    changePassword: unary(
      () => new usersMessages.ChangePasswordResp(),
      async (request: usersMessages.ChangePasswordReq, caller) => {
        const options = request.getOptions();
        const loginName = options?.getLoginName() ?? '';
        if (caller.name !== loginName) return accessDenied();
        const known = await users.signIn(loginName, options?.getCurrentPassword() ?? '');
        if (known === undefined) return accessDenied();
        const password = options?.getNewPassword() ?? '';
        const wrong = wrongPassword(password);
        if (wrong !== undefined) return wrong;
        return (await users.setPassword(loginName, password)) ? undefined : userNotFound(loginName);
      },
    ),
    resetPassword: unary(
      () => new usersMessages.ResetPasswordResp(),
      async (request: usersMessages.ResetPasswordReq, caller) => {
        if (!caller.isAdmin) return accessDenied();
        const loginName = request.getOptions()?.getLoginName() ?? '';
        const password = request.getOptions()?.getNewPassword() ?? '';
        const wrong = wrongPassword(password);
        if (wrong !== undefined) return wrong;
        return (await users.setPassword(loginName, password)) ? undefined : userNotFound(loginName);
      },
    ),
    details: (call: ServerWritableStream<usersMessages.DetailsReq, usersMessages.DetailsResp>) =>
      callerOf(call, (caller) => {
        const loginName = call.request.getOptions()?.getLoginName() ?? '';
        details(users, caller, loginName).then(
          (found) => {
            for (const user of found) call.write(detailsOf(user));
            call.end();
          },
          (error: unknown) =>
            call.emit(
              'error',
              error instanceof Error && 'code' in error ? error : unavailable(String(error)),
            ),
        );
      }),
  };
}

/** One user, or all of them when no name is given. */
async function details(users: NodeUsers, caller: Caller, loginName: string): Promise<NodeUser[]> {
  if (!caller.isAdmin && (caller.name === undefined || caller.name !== loginName)) throw accessDenied();
  if (loginName === '') return users.all();
  const user = await users.find(loginName);
  if (user === undefined) throw userNotFound(loginName);
  return [user];
}

/** Without `admin` nobody could bring back anybody. */
async function removal(
  caller: Caller,
  loginName: string,
  remove: () => Promise<boolean>,
): Promise<ServiceError | undefined> {
  if (!caller.isAdmin) return accessDenied();
  if (loginName === 'admin') return failedPrecondition('The user admin cannot be removed or disabled.');
  return (await remove()) ? undefined : userNotFound(loginName);
}

function wrongName(loginName: string): ServiceError | undefined {
  if (/^[^\s:$\0][^:\0]{0,99}$/u.test(loginName)) return undefined;
  return invalidArgument('A login name has 1 to 100 characters, no colon, and does not begin with "$".');
}

function wrongPassword(password: string): ServiceError | undefined {
  return isUsablePassword(password)
    ? undefined
    : invalidArgument('A password has at least 8 characters, and is not the one from the manual.');
}

function detailsOf(user: NodeUser): usersMessages.DetailsResp {
  const updated = new usersMessages.DetailsResp.UserDetails.DateTime();
  updated.setTicksSinceEpoch(ticksOf(user.updated.getTime()));
  const details = new usersMessages.DetailsResp.UserDetails();
  details.setLoginName(user.loginName);
  details.setFullName(user.fullName);
  details.setGroupsList([...user.groups]);
  details.setDisabled(user.disabled);
  details.setLastUpdated(updated);
  const response = new usersMessages.DetailsResp();
  response.setUserDetails(details);
  return response;
}
