import { UploadView } from '../views.ts';
import { endpoint } from './endpoint.ts';

export const uploadFile = endpoint({
  name: 'uploadFile',
  method: 'POST',
  path: '/api/files',
  summary: 'Upload one file, to attach it within a day; its type is found by its content',
  tag: 'files',
  access: 'signed-in',
  carries: 'upload',
  status: 201,
  response: UploadView,
  errors: ['file_type_refused', 'payload_too_large', 'malformed_body'],
});
