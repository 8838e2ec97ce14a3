import { errorsDocument } from './errors-document.ts';
import { eventsDocument } from './events-document.ts';
import { permissionsDocument } from './permissions-document.ts';

/** Every document that is made from the code, by its path in the project. */
export const documents: Readonly<Record<string, () => string>> = {
  'docs/errors.md': errorsDocument,
  'docs/events.md': eventsDocument,
  'docs/permissions.md': permissionsDocument,
};
