export const signIn = {
  title: 'Sign in to work',
  failed: 'That did not work',
};
