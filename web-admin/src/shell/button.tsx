import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & {
  /** `primary` once on a page; `link` in a sentence; `quiet` among other signs. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'link';
  readonly size?: 'small' | 'middle' | 'large';
  readonly icon?: ReactNode;
  /** What it does is under way: it shows so and takes no second click. */
  readonly busy?: boolean;
  /** As wide as what it stands in. */
  readonly wide?: boolean;
  readonly submit?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** The button of the first load, where antd has not come yet. It looks like antd's. */
export function Button({
  kind = 'plain',
  size = 'middle',
  icon,
  busy = false,
  wide = false,
  submit = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const classes = ['button', `button-${kind}`, `button-${size}`];
  if (wide) classes.push('button-wide');
  if (className !== undefined) classes.push(className);
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={classes.join(' ')}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className="button-busy" aria-hidden="true" /> : icon}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}
