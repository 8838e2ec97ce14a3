import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';

/** Tabs of a page that stand in the address: each is a place of its own, to be linked to and gone back from. */
export function PageTabs(props: {
  label: string;
  tabs: readonly { readonly to: string; readonly label: string; readonly end?: boolean }[];
}) {
  const { pathname } = useLocation();
  const bar = useRef<HTMLElement>(null);
  // On a narrow screen the tabs are wider than the bar.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is open when the address changes
  useEffect(() => {
    bar.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname]);
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
