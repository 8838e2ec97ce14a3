import type { Page } from 'playwright-core';
import type { LookScene } from './look-scene.ts';

export const apps = ['admin', 'desk'] as const;
export type App = (typeof apps)[number];

/** A page, or something opened on it, that is looked at in every width, theme and language. */
export type Look = {
  readonly name: string;
  /** Path and query. */
  readonly at: string | ((scene: LookScene) => string);
  /** CSS of what is there when the page is; it is to be of this page alone. */
  readonly shown: string;
  /** Opens what is to be looked at, in either language; `opened` is its CSS. */
  readonly open?: (page: Page) => Promise<void>;
  readonly opened?: string;
  /** The app is loaded with it: a first page, of which all other parts have not come yet. */
  readonly first?: boolean;
  /** Not there where this is true, as a slider on a telephone. */
  readonly notOn?: 'phone' | 'wide';
};

/** Who looks: somebody of whom all the looks are. `null`: nobody is signed in. */
export type Walk = {
  readonly app: App;
  readonly who: string | null;
  readonly looks: readonly Look[];
};

export const at = (look: Look, scene: LookScene): string =>
  typeof look.at === 'string' ? look.at : look.at(scene);
