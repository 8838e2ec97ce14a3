type Props<Value extends string> = {
  readonly label: string;
  readonly name: string;
  readonly options: ReadonlyArray<{ readonly value: Value; readonly words: string }>;
  readonly chosen: string;
  readonly choose: (value: Value) => void;
  readonly showLabel?: boolean;
};

/** A choice of a few things that stand side by side. */
export function Segments<Value extends string>({
  label,
  name,
  options,
  chosen,
  choose,
  showLabel = true,
}: Props<Value>) {
  return (
    <fieldset>
      <legend className={showLabel ? 'mb-1.5 text-[13px] text-muted' : 'sr-only'}>{label}</legend>
      <div className="flex rounded-[10px] border border-line bg-canvas p-0.5">
        {options.map(({ value, words }) => (
          <label
            key={value}
            className="flex min-h-11 flex-1 cursor-pointer items-center justify-center rounded-[8px] px-3 text-center text-[13px] text-muted leading-tight has-checked:bg-surface has-checked:font-semibold has-checked:text-text has-checked:outline has-checked:outline-line has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => choose(value)}
              className="sr-only"
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
