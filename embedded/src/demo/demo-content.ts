import type { Level, TicketType } from '@ticketing/contracts/kinds.ts';

/** What the demo is about: two companies that an IT provider serves, one project for support and one for building. */
export const demoCompanies = [
  {
    name: 'Kolkheti Logistics',
    description: 'Freight and customs, three warehouses by the sea',
    client: 'client',
  },
  { name: 'Tamarindi Foods', description: 'Restaurants and a bakery in the old town', client: 'client2' },
] as const;

export type DemoProject = {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly { readonly name: string; readonly colour: string }[];
  /** A dozen titles for each of the four columns a new project has, in board order. */
  readonly titles: readonly (readonly string[])[];
};

export const demoProjects: readonly DemoProject[] = [
  {
    key: 'OPS',
    name: 'IT support',
    description: 'What breaks, what is asked for, and who sees to it',
    tags: [
      { name: 'network', colour: '#2563EB' },
      { name: 'hardware', colour: '#B45309' },
      { name: 'accounts', colour: '#7C3AED' },
      { name: 'mail', colour: '#0F766E' },
    ],
    titles: [
      [
        'Printer on the 3rd floor prints blank pages',
        'New laptop for the accountant who starts on Monday',
        'Scanner does not see the network share',
        'Door reader at warehouse B beeps all night',
        'Move two desks and their phones to room 12',
        'Screen flickers after the update',
        'Access to the customs portal for Salome',
        'Label printer mixes up Georgian letters',
        'Wi-Fi is slow in the meeting room',
        'Replace the battery of the server room UPS',
        'Archive the mailbox of a colleague who left',
        'Barcode guns lose their pairing every morning',
      ],
      [
        'Mail does not sync on the phone',
        'VPN drops every twenty minutes',
        'Cash register 2 freezes at closing time',
        'Shared calendar shows holidays twice',
        'Backup of the file server took eleven hours',
        'Spam reaches the director’s inbox',
        'Camera over the loading dock is offline',
        'Second monitor is not found after docking',
        'Password reset mail arrives an hour late',
        'Stock report does not open in the new Excel',
        'Guest network hands out no addresses',
        'Phone system forgets the forwarding rules',
      ],
      [
        'Firewall rule for the courier’s tracking service',
        'Move the wiki to the new server',
        'Two-factor sign-in for the finance team',
        'Invoice scanner sends mail with the right subject',
        'New joiners get their accounts on day one',
        'Quieter fans in the rack by the kitchen',
        'Disk space alarm at 80 per cent',
        'One address book for desk phones and mobiles',
        'Kitchen tablets show orders in two languages',
        'Signature with the new logo for everybody',
        'Warehouse handhelds on the 5 GHz band',
        'Restore test of last week’s backup',
      ],
      [
        'Keyboard with a stuck Enter key',
        'Add Levan to the planning group',
        'Printer queue cleared itself never',
        'Clock on the time terminal was an hour off',
        'Replace the broken headset',
        'Webcam for the small meeting room',
        'Unlock the account after too many tries',
        'Paper jam in the delivery note printer',
        'Certificate of the intranet expired',
        'Map the new network drive',
        'Mouse for left-handers',
        'Charger for the tablet at the counter',
      ],
    ],
  },
  {
    key: 'WEB',
    name: 'Customer portal',
    description: 'The portal where customers follow their orders',
    tags: [
      { name: 'design', colour: '#DB2777' },
      { name: 'backend', colour: '#2563EB' },
      { name: 'mobile', colour: '#0F766E' },
    ],
    titles: [
      [
        'Customers choose a delivery hour',
        'Order page in Georgian and English',
        'Receipt as PDF',
        'Remember the last address',
        'Sign in with a code by SMS',
        'Show the driver on the map',
        'Search in old orders',
        'Export orders for the accountant',
        'Dark colours at night',
        'Reorder with one tap',
        'Photo of the delivered parcel',
        'Terms page reads well on a phone',
      ],
      [
        'Order list loads slowly with many orders',
        'Status mail says “undefined”',
        'Cart is lost after signing in',
        'Address form refuses apartment numbers',
        'Tracking page shows UTC times',
        'Card payment fails for small amounts',
        'Long names break the header',
        'Back button returns to an empty page',
        'Coupons can be used twice',
        'Images of dishes are too large',
        'Phone number with +995 is refused',
        'Timeout when two people edit one order',
      ],
      [
        'New start page',
        'Accessible colours for the status chips',
        'Notifications in the browser',
        'Cache of the price list',
        'Log of who changed an order',
        'Rate limit for the public API',
        'Favourites in the menu',
        'Opening hours on holidays',
        'Survey after delivery',
        'Faster first page on slow phones',
        'Undo for a cancelled order',
        'Help texts beside the form fields',
      ],
      [
        'Favicon and app icon',
        'Redirect from the old domain',
        'Privacy page',
        'Footer with the address of the shop',
        'Fix the typo in the welcome mail',
        'Health check for the monitoring',
        'Prices with two decimals',
        'Remove the old newsletter form',
        'Limit uploads to ten megabytes',
        'Friendly page for broken links',
        'Test data for the sales team',
        'Sort dishes by popularity',
      ],
    ],
  },
];

/** Markdown. */
export const demoDescriptions = [
  'It began **this week**. Restarting helps for an hour or so.\n\nWho knows more: reception, extension 104.',
  'Please let me know beforehand, so that nobody is in the middle of something.',
  '1. Open it as usual\n2. Wait about a minute\n3. It says that it cannot be reached\n\nIt works from the other building.',
  '',
] as const;

export const demoComments = [
  'I had a look: it happens right after the morning update. Checking the logs.',
  'Thank you! It worked for an hour and then it came back.',
  'Could you tell me which floor and which socket?',
  'Ordered the part, it should be here on Thursday.',
  'That helped, we can work again. Thanks!',
] as const;

const types: readonly TicketType[] = ['task', 'bug', 'task', 'story'];

/** A ticket's kind and weight by its place, so that the demo is the same on every machine. */
export const demoTraits = (
  index: number,
): { type: TicketType; priority: Level; urgency: Level; importance: Level } => ({
  type: types[index % types.length] ?? 'task',
  priority: level(index),
  urgency: level(index * 5 + 1),
  importance: level(index * 3 + 2),
});

function level(seed: number): Level {
  const levels = [2, 1, 3, 2, 4, 2, 3] as const;
  return levels[seed % levels.length] ?? 2;
}
