import { IDEMPOTENCY_KEY } from '@ticketing/contracts/endpoints/endpoint.ts';
import { uploadFile } from '@ticketing/contracts/endpoints/files.ts';
import type { UploadView } from '@ticketing/contracts/views.ts';
import type { ApiClient } from '../api-client.ts';
import { ApiError, apiErrorFrom } from '../api-error.ts';

export type SendOptions = {
  /** The same id sent again names the same file, so a lost answer costs nothing. */
  readonly commandId: string;
  readonly signal: AbortSignal;
  /** From 0 to 1, as far as the bytes have left this device. */
  readonly onProgress: (share: number) => void;
};

/** @throws ApiError; what was aborted throws the signal's reason */
export type SendFile = (file: File, options: SendOptions) => Promise<UploadView>;

/** Seconds that a token must be good for when an upload sets out: slow lines take their time. */
const TOKEN_MARGIN = 60;

/** Sends one file; `fetch` tells nothing of how far it is, so this is the one place for the older way. */
export function createSendFile(api: ApiClient): SendFile {
  return async (file, options) => {
    const access = await api.accessToken(TOKEN_MARGIN);
    try {
      return await post(api, file, access, options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401 || access === null) throw error;
      const fresh = await api.accessToken(Number.POSITIVE_INFINITY);
      if (fresh === null) throw error;
      return post(api, file, fresh, options);
    }
  };
}

function post(
  api: ApiClient,
  file: File,
  access: string | null,
  { commandId, signal, onProgress }: SendOptions,
): Promise<UploadView> {
  return new Promise((done, refuse) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const end = () => signal.removeEventListener('abort', abort);
    signal.throwIfAborted();
    signal.addEventListener('abort', abort);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onabort = () => {
      end();
      refuse(signal.reason);
    };
    request.onerror = () => {
      end();
      refuse(new ApiError('unreachable', 0, 'The server could not be reached.'));
    };
    request.onload = () => {
      end();
      if (request.status === 201) {
        // The endpoint's schema is what the server was made from.
        done(JSON.parse(request.responseText) as UploadView);
        return;
      }
      const status = request.status >= 200 ? request.status : 500;
      apiErrorFrom(new Response(request.responseText || '{}', { status })).then(refuse, refuse);
    };
    request.open('POST', api.address(uploadFile, {}));
    if (access !== null) request.setRequestHeader('authorization', `Bearer ${access}`);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader(IDEMPOTENCY_KEY, commandId);
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}
