type Props = {
  readonly label: string;
  readonly name: string;
  readonly options: ReadonlyArray<{ readonly id: string; readonly name: string; readonly hint: string }>;
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
};

/** A small choice with large targets. */
export function Picker({ label, name, options, chosen, choose }: Props) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map((option) => (
          <label
            key={option.id}
            className="flex min-h-[52px] cursor-pointer items-center gap-3 rounded-[10px] border border-line bg-surface px-4 py-2.5 hover:bg-hover has-checked:border-accent has-checked:on-wash has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={option.id}
              checked={chosen === option.id}
              onChange={() => choose(option.id)}
              className="size-[18px] shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="block font-medium">{option.name}</span>
              {option.hint !== '' && (
                <span className="line-clamp-2 text-pretty text-[13px] text-muted">{option.hint}</span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
