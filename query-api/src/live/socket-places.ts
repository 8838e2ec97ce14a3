/** Sockets that one person may have at one node: many tabs on several devices, or a program that watches for them. */
export const SOCKETS_PER_PERSON = 500;
/** Sockets from one address that have not signed in yet, at one node. */
export const STRANGERS_PER_ADDRESS = 200;

/** A place that is taken until it is left. */
export type Place = { leave(): void };

/** Counts the sockets of a node by whose they are. `undefined` when there is no place for one more. */
export type SocketPlaces = {
  /** Until it signs in, a socket counts for its address. */
  takeAsStranger(address: string): Place | undefined;
  takeAs(userId: string): Place | undefined;
};

export function createSocketPlaces(
  perPerson = SOCKETS_PER_PERSON,
  strangersPerAddress = STRANGERS_PER_ADDRESS,
): SocketPlaces {
  return { takeAs: places(perPerson), takeAsStranger: places(strangersPerAddress) };
}

function places(most: number): (key: string) => Place | undefined {
  const taken = new Map<string, number>();
  return (key) => {
    const count = taken.get(key) ?? 0;
    if (count >= most) return undefined;
    taken.set(key, count + 1);
    let isTaken = true;
    return {
      leave() {
        if (!isTaken) return;
        isTaken = false;
        const left = (taken.get(key) ?? 1) - 1;
        if (left > 0) taken.set(key, left);
        else taken.delete(key);
      },
    };
  };
}
