import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allWalks } from './looks/all-walks.ts';
import { type LookScene, setLookScene } from './looks/look-scene.ts';
import { type Onlooker, onlooker } from './looks/onlooker.ts';
import { lookLanguages } from './looks/page-fault.ts';
import { Pictures } from './looks/pictures.ts';
import { type WalkOptions, walkThrough } from './looks/walk-through.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';

/** A folder for pictures of all of it (docs/apps.md). */
const folder = process.env.LOOKS_FOLDER;
const pictures = folder === undefined ? undefined : new Pictures(folder);

/**
 * Who walks: in every run the longer words on the narrow screen and the others on the wide ones, each light and dark; with
 * `LOOKS=all`, or for pictures, all of them.
 */
const walkers = lookLanguages
  .flatMap((language) => (['wide', 'phone'] as const).map((screen) => [language, screen] as const))
  .filter(
    ([language, screen]) =>
      pictures !== undefined || process.env.LOOKS === 'all' || (language === 'ka') === (screen === 'phone'),
  );

/**
 * Every page of both apps, and what is opened on them, at 1440, 1024 and 390 pixels, light and dark, in English and
 * Georgian, with nothing on it and with far too much. What can be measured is measured; the rest is for the eye.
 */
describeWithService('chromium', 'every look', () => {
  let place: StackPlace;
  let stack: StackProcess | undefined;
  let scene: LookScene;

  beforeAll(async () => {
    place = await createStackPlace();
    stack = await startStackProcess(place, { PUBLIC_DESK_URL: place.deskUrl });
    scene = await setLookScene(place);
  }, 300_000);

  afterAll(async () => {
    await pictures?.write();
    await stack?.killEverything();
    await place?.remove();
  }, 300_000);

  const walkAs = async (by: Onlooker): Promise<string[]> => {
    const options: WalkOptions = {
      ...(pictures === undefined ? {} : { shot: pictures.take }),
      // By axe each look is looked at on a telephone, in the light in one language and in the dark in the other.
      axe: (look) =>
        by.screen === 'wide' ? undefined : look % 2 === (by.language === 'en' ? 0 : 1) ? 'light' : 'dark',
    };
    try {
      const wrong: string[] = [];
      for (const walk of allWalks) wrong.push(...(await walkThrough(place, scene, walk, by, options)));
      return wrong;
    } finally {
      await by.close();
    }
  };

  describe.concurrent('holds', () => {
    test.each(walkers)(
      'in %s on a %s screen',
      async (language, screen) => {
        expect(await walkAs(await onlooker(language, screen))).toEqual([]);
      },
      600_000,
    );
  });
});
