import { type ComponentProps, type ReactNode, useId } from 'react';

type Props = Omit<ComponentProps<'input'>, 'className'> & {
  readonly label: string;
  /** Said below the box: what it is for. */
  readonly hint?: ReactNode;
  /** What is wrong with what stands in it. */
  readonly problem?: string | null;
};

/** A labelled box of one line with a large target. */
export function Field({ label, hint, problem = null, ...input }: Props) {
  const below = useId();
  return (
    <label className="block">
      <span className="mb-1.5 block font-medium">{label}</span>
      <input
        {...input}
        className="field"
        aria-invalid={problem !== null || undefined}
        aria-describedby={hint !== undefined || problem !== null ? below : undefined}
      />
      <span id={below} className="mt-1 block text-[13px]">
        {problem !== null ? (
          <span role="alert" className="text-harm">
            {problem}
          </span>
        ) : (
          hint !== undefined && <span className="text-muted text-pretty">{hint}</span>
        )}
      </span>
    </label>
  );
}
