export const files = {
  add: 'Add files or a photo',
  here: 'Let go to add the files',
  list: 'Files to send',
  notKept: 'Too much to keep on this device: choose {{names}} again if you leave before sending.',
  elsewhere_one:
    '{{names}} is in another tab, and goes with what is sent there. Close that tab to have it here.',
  elsewhere_other:
    '{{names}} are in another tab, and go with what is sent there. Close that tab to have them here.',
  lost: 'The files are not on this device any more. Please choose them again.',
  waitsForFiles: 'Sent as soon as the files have arrived…',
  open: 'Look at {{name}}',
  download: 'Download',
  downloadOne: 'Download {{name}}',
  close: 'Close',
  next: 'Next picture',
  previous: 'Previous picture',
  place: '{{index}} of {{count}}',
};
