/** Frames a second that a socket may send in the long run. */
export const FRAMES_PER_SECOND = 20;
/** Frames that it may send at once: a client that reconnects subscribes to all of its channels again. */
export const FRAMES_AT_ONCE = 120;

/** A token bucket: says of each frame whether it is within the allowance. @param now milliseconds */
export function frameAllowance(now: () => number = () => performance.now()): () => boolean {
  let left = FRAMES_AT_ONCE;
  let last = now();
  return () => {
    const at = now();
    left = Math.min(FRAMES_AT_ONCE, left + ((at - last) / 1000) * FRAMES_PER_SECOND);
    last = at;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
