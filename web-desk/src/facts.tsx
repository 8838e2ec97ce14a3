import type { ReactNode } from 'react';

/**
 * Small facts in a row with a dot between two of them. Each dot stands in front of its fact, and the row is cut at its
 * left edge: a fact that begins a line, the first one or after a wrap, has its dot outside and shows none.
 */
export function Facts({
  children,
  className = '',
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <span className={`block overflow-hidden text-[13px] text-muted ${className}`}>
      <span className="-ml-4 flex flex-wrap *:relative *:pl-4 *:before:absolute *:before:left-1.5 *:before:content-['·']">
        {children}
      </span>
    </span>
  );
}
