export const crash = {
  title: 'This page could not be shown',
  text: 'The connection may be gone, or a newer version of the app is there. What you did is stored.',
  reload: 'Load it again',
};
