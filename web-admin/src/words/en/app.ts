export const app = { name: 'Ticketing', skip: 'Skip to the content' };
