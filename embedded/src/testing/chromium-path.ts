import { findProgram, isProgram } from './find-program.ts';
import { missing } from './required-service.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const places = [
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  `${process.env.PROGRAMFILES ?? 'C:\\Program Files'}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)'}\\Google\\Chrome\\Application\\chrome.exe`,
  `${process.env.LOCALAPPDATA ?? ''}\\Chromium\\Application\\chrome.exe`,
];

/** Where Chromium is, without an opinion on whether it must be there. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!isProgram(named)) {
      throw new Error(`CHROMIUM_PATH is ${named}, but no program is there. Correct or unset it.`);
    }
    return named;
  }
  return names.map(findProgram).find((path) => path !== undefined) ?? places.find(isProgram);
}

/**
 * The program of a Chromium or Chrome on this machine; undefined where there is none.
 *
 * @throws Error when there is none and REQUIRE_SERVICES=1
 */
export function chromiumPath(): string | undefined {
  return findChromium() ?? missing('chromium');
}
