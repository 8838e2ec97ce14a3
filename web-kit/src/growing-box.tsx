import { type ComponentProps, useLayoutEffect, useRef } from 'react';

/** A text box that is as high as what was written in it, between its smallest and its largest height (by class). */
export function GrowingBox({
  ref,
  ...props
}: Omit<ComponentProps<'textarea'>, 'ref'> & { ref?: (box: HTMLTextAreaElement | null) => void }) {
  const own = useRef<HTMLTextAreaElement | null>(null);
  const { value } = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const box = own.current;
    if (!box || CSS.supports('field-sizing', 'content')) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }, [value]);

  return (
    <textarea
      {...props}
      ref={(box) => {
        own.current = box;
        ref?.(box);
      }}
      style={{ fieldSizing: 'content', resize: 'none', ...props.style }}
    />
  );
}
