import { adminEmptyPages, adminNewcomerPages, adminPages, adminWaysIn } from './admin-pages.ts';
import { adminStates } from './admin-states.ts';
import { deskEmptyLooks, deskLooks, deskWaysIn } from './desk-looks.ts';
import type { Look, Walk } from './look.ts';
import { newcomers } from './look-scene.ts';

/** Without a session every way leads to the sign-in, which would stay what it is. */
const loaded = (look: Look): Look => ({ ...look, first: true });

/** Every page of both apps, by whom it is looked at. */
export const allWalks: readonly Walk[] = [
  { app: 'admin', who: null, looks: adminWaysIn.map(loaded) },
  { app: 'admin', who: 'root', looks: [...adminPages, ...adminStates, ...adminEmptyPages] },
  { app: 'admin', who: newcomers.staff, looks: adminNewcomerPages },
  { app: 'desk', who: null, looks: deskWaysIn.map(loaded) },
  { app: 'desk', who: 'client', looks: deskLooks },
  { app: 'desk', who: newcomers.client, looks: deskEmptyLooks },
];
