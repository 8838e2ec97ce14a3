import { useEffect, useRef, useState } from 'react';

/** A colour to pick: it is saved when the person has decided, not at each shade on the way. */
export function ColourField(props: {
  label: string;
  value: string;
  disabled: boolean;
  onSave: (colour: string) => void;
}) {
  const [picked, setPicked] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const { onSave, value } = props;
  useEffect(() => {
    const element = input.current;
    if (element === null) return;
    // React's onChange is the `input` event; the browser's own `change` comes when the picker is left.
    const decide = () => {
      setPicked(undefined);
      if (element.value.toLowerCase() !== value.toLowerCase()) onSave(element.value);
    };
    element.addEventListener('change', decide);
    return () => element.removeEventListener('change', decide);
  }, [onSave, value]);
  return (
    <input
      ref={input}
      type="color"
      className="colour-field"
      aria-label={props.label}
      title={props.label}
      disabled={props.disabled}
      value={picked ?? value}
      onChange={(event) => setPicked(event.target.value)}
    />
  );
}
