import { NavLink, useLocation } from 'react-router';
import { useCurrentInSight } from './current-in-sight.ts';

/** Tabs of a page that stand in the address: each is a place of its own, to be linked to and gone back from. */
export function PageTabs(props: {
  label: string;
  tabs: readonly { readonly to: string; readonly label: string; readonly end?: boolean }[];
}) {
  const { pathname } = useLocation();
  const bar = useCurrentInSight<HTMLElement>(pathname);
  return (
    <nav ref={bar} className="page-tabs" aria-label={props.label}>
      {props.tabs.map(({ to, label, end }) => (
        <NavLink key={to} to={to} end={end ?? false}>
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
