import { createContext, useContext } from 'react';

export type KnownNames = {
  /** The name of somebody who is mentioned; undefined when it is not known. */
  readonly nameOf: (userId: string) => string | undefined;
  /** Where a file that a text shows is for the browser. */
  readonly fileAddress: (fileId: string) => string | undefined;
};

const nobody: KnownNames = { nameOf: () => undefined, fileAddress: () => undefined };

/** Who and what the texts below may name. */
export const KnownNamesContext = createContext<KnownNames>(nobody);

export const useKnownNames = (): KnownNames => useContext(KnownNamesContext);
