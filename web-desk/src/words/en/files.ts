export const files = {
  add: 'Add files or a photo',
  here: 'Let go to add the files',
  list: 'Files to send',
  notKept: 'Too much to keep on this device: choose {{names}} again if you leave before sending.',
  waitsForFiles: 'Sent as soon as the files have arrived…',
  open: 'Look at {{name}}',
  download: 'Download',
  downloadOne: 'Download {{name}}',
  close: 'Close',
  next: 'Next picture',
  previous: 'Previous picture',
  place: '{{index}} of {{count}}',
};
