import { useKeys } from '../shell/keys.ts';
import type { EditorKind } from './card-editor.tsx';
import type { ChosenStore } from './chosen-store.ts';

/** Keys for the cards that are chosen, when the focus is on none of them. */
export function useBoardKeys(
  chosen: ChosenStore,
  mayAct: boolean,
  edit: (kind: EditorKind, anchor: DOMRect) => void,
): void {
  const together = (kind: EditorKind) => () => {
    const bar = document.querySelector('.board-bulk');
    if (!mayAct || chosen.ids.size === 0 || bar === null) return false;
    return edit(kind, bar.getBoundingClientRect());
  };
  useKeys({
    a: together('assignees'),
    p: together('priority'),
    l: together('tags'),
    d: together('due'),
    t: together('type'),
    m: together('move'),
    Escape: () => {
      if (chosen.ids.size === 0) return false;
      chosen.clear();
      return true;
    },
  });
}
