/** Accounts of the demo, each with the same password. They exist on the embedded stack only, which binds to loopback. */
export const DEMO_PASSWORD = 'demo';

export const demoAccounts = [
  { username: 'root', displayName: 'Site Superuser', staff: true, what: 'site superuser' },
  {
    username: 'admin',
    displayName: 'Ana Beridze',
    staff: true,
    what: 'superadmin of both projects, serves both companies',
  },
  {
    username: 'agent',
    displayName: 'Giorgi Kapanadze',
    staff: true,
    what: 'IT staff (admin) in both projects',
  },
  { username: 'manager', displayName: 'Maia Lomidze', staff: true, what: 'manager in both projects' },
  { username: 'client', displayName: 'Nino Abashidze', staff: false, what: 'employee of Kolkheti Logistics' },
  { username: 'client2', displayName: 'Luka Meladze', staff: false, what: 'employee of Tamarindi Foods' },
] as const;

export type DemoUsername = (typeof demoAccounts)[number]['username'];
