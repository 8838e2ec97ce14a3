/** Where people open the two apps, without a slash at the end: `PUBLIC_ADMIN_URL`, `PUBLIC_DESK_URL`. */
export type PublicUrls = { readonly admin: string; readonly desk: string };

export type App = keyof PublicUrls;

/**
 * A link in the text of a mail. Where the app is to be found is filled in when the mail is sent, so that only the
 * process that sends needs to know it.
 * @param path begins with a slash
 */
export const linkTo = (app: App, path: string): string => `{{${app}-app}}${path}`;

/** Which app a person works with: IT staff the admin app, client employees the service desk. */
export const appOf = ({ staff }: { readonly staff: boolean }): App => (staff ? 'admin' : 'desk');

export const withLinks = (text: string, urls: PublicUrls): string =>
  text.replaceAll('{{admin-app}}', urls.admin).replaceAll('{{desk-app}}', urls.desk);
