import { type InputHTMLAttributes, type ReactNode, type Ref, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CloseIcon } from '../icons.tsx';

export type TextFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'prefix' | 'size'> & {
  readonly size?: 'middle' | 'large';
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  /** Shown while there is something to empty. */
  readonly onClear?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
};

/** One line of text in the first load, where antd has not come yet. It looks like antd's. */
export function TextField({
  size = 'middle',
  before,
  after,
  onClear,
  className,
  ref,
  ...rest
}: TextFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const classes = ['text-field', `text-field-${size}`];
  if (className !== undefined) classes.push(className);
  return (
    <span className={classes.join(' ')}>
      {before}
      <input
        {...rest}
        ref={(element) => {
          input.current = element;
          if (typeof ref === 'function') ref(element);
          else if (ref) ref.current = element;
        }}
      />
      {onClear !== undefined && rest.value !== '' && (
        <button
          type="button"
          className="text-field-clear"
          tabIndex={-1}
          aria-label={t('state.clear')}
          onClick={() => {
            onClear();
            input.current?.focus();
          }}
        >
          <CloseIcon />
        </button>
      )}
      {after}
    </span>
  );
}
