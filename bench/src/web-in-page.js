/**
 * What a page measures by itself, as it has the only clock that sees frames. It runs in the browser before the page's
 * own code: `measure.scroll('.column-scroll', 300, 110)`.
 */
globalThis.measure = (() => {
  /** A message that is sent in a frame comes when the frame has been painted. */
  const afterPaint = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(null);
  };

  // Marks when the first cards, or comments, are painted, and when the page then rests.
  const observer = new MutationObserver(() => {
    if (document.querySelector('[data-card-id], [data-comment]') === null) return;
    observer.disconnect();
    requestAnimationFrame(() =>
      afterPaint(() => {
        performance.mark('cards');
        requestIdleCallback(() => performance.mark('ready'));
      }),
    );
  });
  observer.observe(document, { childList: true, subtree: true });

  let keys = [];
  const onKey = (event) => {
    requestAnimationFrame(() => afterPaint(() => keys.push(performance.now() - event.timeStamp)));
  };

  let collected = [];
  let collecting = false;

  return {
    /** Milliseconds from the beginning of the navigation to a mark, as soon as there is one. */
    mark: (name) =>
      new Promise((resolve) => {
        const look = () => {
          const [mark] = performance.getEntriesByName(name);
          if (mark === undefined) setTimeout(look, 20);
          else resolve(mark.startTime);
        };
        look();
      }),

    /** Milliseconds between one frame and the next while something is scrolled by as many pixels each frame. */
    scroll: (selector, frames, pixels) =>
      new Promise((resolve) => {
        const scroller = document.querySelector(selector);
        const times = [];
        let last = performance.now();
        const step = (now) => {
          times.push(now - last);
          last = now;
          scroller?.scrollBy(0, pixels);
          if (times.length < frames) requestAnimationFrame(step);
          // The first one began before there was anything to do.
          else resolve(times.slice(1));
        };
        requestAnimationFrame(step);
      }),

    beginFrames: () => {
      collected = [];
      collecting = true;
      let last = performance.now();
      const step = (now) => {
        collected.push(now - last);
        last = now;
        if (collecting) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    },
    endFrames: () => {
      collecting = false;
      return collected.slice(1);
    },

    /** From each key that is pressed until the next frame is painted. */
    beginKeys: () => {
      keys = [];
      window.addEventListener('keydown', onKey, { capture: true });
    },
    endKeys: () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      return keys;
    },

    /** From the next time that the mouse is let go until the first frame is painted in which `isDone` holds. */
    beginDrop: (isDone) => {
      globalThis.painted = new Promise((resolve) => {
        const onUp = (event) => {
          const look = () => {
            if (isDone()) afterPaint(() => resolve(performance.now() - event.timeStamp));
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        };
        window.addEventListener('pointerup', onUp, { capture: true, once: true });
      });
    },
  };
})();
