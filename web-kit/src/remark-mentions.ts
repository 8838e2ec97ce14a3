import { splitMentions } from './mention-text.ts';

/** The part of a Markdown tree that is walked. */
type Node = {
  type: string;
  value?: string;
  children?: Node[];
  data?: { hName: string; hProperties: Record<string, string> };
};

/** Makes `@[id]` in running text an element of its own (`<span data-mention>`); in code it stays as it was written. */
export function remarkMentions() {
  return (tree: Node) => walk(tree);
}

function walk(node: Node): void {
  if (node.children === undefined) return;
  node.children = node.children.flatMap((child) => {
    if (child.type !== 'text' || child.value === undefined) {
      walk(child);
      return [child];
    }
    return splitMentions(child.value).map(
      (part): Node =>
        typeof part === 'string'
          ? { type: 'text', value: part }
          : {
              type: 'mention',
              children: [],
              data: { hName: 'span', hProperties: { dataMention: part.userId } },
            },
    );
  });
}
