export const frame = {
  name: 'Service desk',
  skip: 'Skip to the content',
  back: 'My tickets',
  undo: 'Undo',
  offline: 'Offline. What you send waits until you are back.',
  offlineSince: 'Offline. This is from {{ago}}; what you send waits until you are back.',
  reconnecting: 'Connection lost. Connecting again…',
};

export const menu = {
  open: 'Profile and settings',
  language: 'Language',
  theme: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  system: 'As device',
  profile: 'Your profile',
  signOut: 'Sign out',
};

export const page = {
  notFound: 'There is no such page',
  crashed: 'This page stopped working',
  crashedHint: 'What you wrote is kept on this device. Load the page again.',
  reload: 'Load again',
  newVersion: 'A new version is there.',
  takeIt: 'Take it',
  notSeen: 'You are offline, and this was not opened here before',
  notSeenHint: 'It comes by itself when there is a connection.',
};

/** What could not be sent at once. */
export const unsent = {
  waiting_one: '{{count}} request waits for the connection',
  waiting_other: '{{count}} requests wait for the connection',
  waitingHint: 'Will be sent when you are back. You may close this page.',
  sending: 'Being sent…',
  withFiles_one: 'with {{count}} file',
  withFiles_other: 'with {{count}} files',
  refused: 'This was not taken: {{reason}}',
  putBack: 'Put it back into the box',
  discard: 'Throw it away',
  change: 'Change it',
};
