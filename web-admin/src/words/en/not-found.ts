export const notFound = { back: 'To the projects' };
