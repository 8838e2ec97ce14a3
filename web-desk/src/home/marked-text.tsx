import type { MarkedText as Marked } from '@ticketing/contracts/finding.ts';

/** Text with the places that were found in it. */
export function MarkedText({ text, marks }: Marked) {
  const parts: React.ReactNode[] = [];
  let from = 0;
  for (const { start, end } of marks) {
    if (start < from) continue;
    parts.push(text.slice(from, start));
    parts.push(
      <mark key={start} className="rounded-[3px] bg-wash font-semibold text-text">
        {text.slice(start, end)}
      </mark>,
    );
    from = end;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}
