import type { Endpoint, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { ApiClient, CallOptions, Route } from '../api-client.ts';

/** What is sent to the server, as it is kept on the device. */
export type KeptRequest = {
  readonly route: Route;
  readonly params?: unknown;
  readonly body?: unknown;
  /** Keys of files that the device keeps: they are sent before it, and named among its `fileIds`. */
  readonly files?: readonly string[];
};

/** A command that can be sent now, and kept to be sent later. */
export type CommandRequest<A> = {
  readonly kept: KeptRequest;
  /** @throws ApiError */
  readonly send: (commandId: string) => Promise<A>;
};

export type Request = <E extends Endpoint>(
  endpoint: E,
  options: CallOptions<E>,
) => CommandRequest<ResponseOf<E>>;

export const requestsTo =
  (api: ApiClient): Request =>
  (endpoint, options) => {
    const { name, method, path, access } = endpoint;
    const { params, body } = options;
    return {
      kept: {
        route: { name, method, path, access },
        ...(params === undefined ? {} : { params }),
        ...(body === undefined ? {} : { body }),
      },
      send: (commandId) => api.call(endpoint, { ...options, commandId }),
    };
  };
