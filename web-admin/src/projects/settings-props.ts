import type { ProjectView } from '@ticketing/contracts/views.ts';

/** What each part of a project's settings is given. */
export type SettingsProps = { readonly project: ProjectView; readonly mayChange: boolean };
