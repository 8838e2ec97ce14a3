export const past = {
  now: 'Now',
  hint: 'Look back in time',
  instant: 'Instant shown',
  span: 'How far back',
  spans: { day: 'Last day', week: 'Last week', month: 'Last 30 days', all: 'Since the start' },
  play: 'Play the changes',
  pause: 'Pause',
  back: 'Back to now',
  close: 'Close the time slider',
  board: '{{project}} as it was',
  line: 'As it was on {{instant}}. Nothing can be changed here.',
};
