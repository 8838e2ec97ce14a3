export const frame = {
  name: 'Service desk',
  skip: 'Skip to the content',
  back: 'My tickets',
  offline: 'Offline. What you send waits until you are back.',
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
};
