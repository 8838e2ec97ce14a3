import { adminEmptyPages, adminNewcomerPages, adminPages, adminWaysIn } from './admin-pages.ts';
import { adminStates } from './admin-states.ts';
import { deskEmptyLooks, deskLooks, deskWaysIn } from './desk-looks.ts';
import type { Walk } from './look.ts';
import { newcomers } from './look-scene.ts';

/** Every page of both apps, by whom it is looked at. */
export const allWalks: readonly Walk[] = [
  { app: 'admin', who: null, looks: adminWaysIn },
  { app: 'admin', who: 'root', looks: [...adminPages, ...adminStates, ...adminEmptyPages] },
  { app: 'admin', who: newcomers.staff, looks: adminNewcomerPages },
  { app: 'desk', who: null, looks: deskWaysIn },
  { app: 'desk', who: 'client', looks: deskLooks },
  { app: 'desk', who: newcomers.client, looks: deskEmptyLooks },
];
