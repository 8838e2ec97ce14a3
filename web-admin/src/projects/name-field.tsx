import Input from 'antd/es/input';

/** A name in a list, changed in its place: Enter or leaving it saves, Escape and an empty one bring the old back. */
export function NameField(props: {
  label: string;
  value: string;
  disabled?: boolean;
  onSave: (name: string) => void;
}) {
  const { value } = props;
  return (
    <Input
      // A name that was changed elsewhere, or refused, replaces what stands here.
      key={value}
      variant="borderless"
      aria-label={props.label}
      maxLength={60}
      disabled={props.disabled ?? false}
      defaultValue={value}
      onBlur={(event) => {
        const name = event.target.value.trim();
        if (name !== '' && name !== value) props.onSave(name);
        else event.target.value = value;
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.value = value;
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
