import type { invitations as words } from '../en/invitations.ts';

export const invitations: typeof words = {
  title: 'მოწვევები',
  text: 'ბმული ელფოსტით იგზავნება. ვისაც ანგარიში არ აქვს, მისით შექმნის, როგორც გუნდის წევრი. მოქმედებს ერთი კვირა, ერთხელ.',
  role: 'მოწვეულის როლი',
  send: 'მოწვევის გაგზავნა',
  sent: 'მოწვევა გაიგზავნა: {{email}}',
  takenBack: 'მოწვევა გაუქმდა; ბმული აღარ მოქმედებს',
  again: 'ხელახლა გაგზავნა',
  revoke: 'გაუქმება',
  expires: 'ვადა:',
  by: 'გამგზავნი: {{name}}',
  forgotten: 'მისამართი აღარ ინახება',
  state: { pending: 'გაგზავნილია', accepted: 'მიღებულია', revoked: 'გაუქმებულია', expired: 'ვადაგასულია' },
};
