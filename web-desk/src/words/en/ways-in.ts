export const signIn = {
  title: 'Welcome',
  lead: 'Sign in to ask for help and to follow your tickets.',
  username: 'User name',
  password: 'Password',
  submit: 'Sign in',
  working: 'Signing in…',
  missing: 'Fill in your user name and password.',
  ended: 'Your session has ended. Sign in again to go on; what you were writing is still here.',
  forgot: 'Forgot your password?',
};

export const forgot = {
  title: 'Forgot your password?',
  lead: 'Write your user name or e-mail address. We send you a link to set a new password.',
  who: 'User name or e-mail address',
  missing: 'Fill in your user name or e-mail address.',
  submit: 'Send me the link',
  working: 'One moment…',
  sentTitle: 'Look into your mailbox',
  sent: 'If we know “{{who}}” and have an e-mail address for it, a link is on its way. It is good for an hour. If nothing comes, look among unwanted mail.',
  again: 'Send it again',
  back: 'Back to sign in',
};

export const reset = {
  title: 'A new password',
  lead: 'For your account “{{username}}”. Afterwards you sign in with it on every device.',
  checking: 'Looking at the link',
  password: 'New password',
  show: 'Show the password',
  tooShort: 'Take at least 4 characters.',
  submit: 'Set the password',
  working: 'One moment…',
  invalidTitle: 'This link does not work any more',
  invalid: 'A link is good once and for an hour. Ask for a new one; your password stays as it is until then.',
  askAgain: 'Ask for a new link',
  doneSignIn: 'The new password is set. Sign in with it.',
};
