export const invitations = {
  title: 'Invitations',
  text: 'A link goes out by mail. Whoever has none creates an account with it, as staff. It is good for a week, once.',
  role: 'Role of who is invited',
  send: 'Send invitation',
  sent: 'An invitation is on its way to {{email}}',
  takenBack: 'The invitation is taken back; its link is no good any more',
  again: 'Send again',
  revoke: 'Take back',
  expires: 'good until',
  by: 'by {{name}}',
  forgotten: 'Address no longer kept',
  state: { pending: 'sent', accepted: 'accepted', revoked: 'taken back', expired: 'expired' },
};
