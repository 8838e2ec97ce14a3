import { type DragEvent, useMemo, useRef, useState } from 'react';

const bringsFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;

export type FileDrop = {
  /** True while files are held over the place. */
  readonly over: boolean;
  /** To be spread onto the element that takes them. */
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
};

/** Makes an element take dropped files. Anything else that is dragged over it passes it by. */
export function useFileDrop(onFiles: (files: readonly File[]) => void, disabled = false): FileDrop {
  const [over, setOver] = useState(false);
  // Going from a child to its neighbour leaves the one after the other was entered.
  const depth = useRef(0);
  const handlers = useMemo(() => {
    const take = (event: DragEvent): boolean => {
      if (disabled || !bringsFiles(event.dataTransfer)) return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    };
    return {
      onDragEnter: (event: DragEvent) => {
        if (!take(event)) return;
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event: DragEvent) => {
        if (take(event)) event.dataTransfer.dropEffect = 'copy';
      },
      onDragLeave: (event: DragEvent) => {
        if (!take(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!take(event)) return;
        depth.current = 0;
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      },
    };
  }, [onFiles, disabled]);
  return { over: over && !disabled, handlers };
}

/**
 * Files in what was pasted; none when text came with them, since a table or a paragraph from an office program
 * brings its own picture along. Screenshots, which all have one name, are told apart by their time.
 */
export function pastedFiles(clipboard: DataTransfer, now: Date = new Date()): readonly File[] {
  if (clipboard.getData('text/plain') !== '') return [];
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return [...clipboard.files].map((file, index) => {
    if (!/^image\.\w+$/.test(file.name)) return file;
    const name = file.name.replace('image', `image-${stamp}${index === 0 ? '' : `-${index + 1}`}`);
    return new File([file], name, { type: file.type });
  });
}

/** Opens the device's own dialog; no files when it is left without a choice. */
export function chooseFiles(options: { readonly multiple?: boolean; readonly accept?: string } = {}) {
  return new Promise<readonly File[]>((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = options.multiple ?? true;
    if (options.accept !== undefined) input.accept = options.accept;
    input.style.display = 'none';
    const end = () => {
      done([...(input.files ?? [])]);
      input.remove();
    };
    input.addEventListener('change', end);
    input.addEventListener('cancel', end);
    // Some browsers forget an input that stands nowhere before the choice is made.
    document.body.append(input);
    input.click();
  });
}
