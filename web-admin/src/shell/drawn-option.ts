import type { ReactNode } from 'react';

/**
 * An option of a `Select` that is drawn, and called by its name: without one a screen reader would say its value, an id.
 * @param name also what a search may look through: `optionFilterProp: 'name'`
 */
export const drawnOption = <Value extends string | number>(value: Value, name: string, label: ReactNode) => ({
  value,
  name,
  label,
  'aria-label': name,
});
