/** When to go on with work that may wait: after the next picture, or after what is queued. */

/** After the browser has painted; in a hidden tab, which never paints, after a moment. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
    setTimeout(resolve, 300);
  });

/**
 * After the first picture has reached the screen. Drawn by the processor that takes a while, and a
 * 3D context that is made meanwhile would stand before it in the same queue.
 */
export const presented = (longest_ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, longest_ms);
    new PerformanceObserver((list) => {
      if (list.getEntriesByName("first-contentful-paint").length > 0) resolve();
    }).observe({ type: "paint", buffered: true });
  });

/** Lets input and painting go first. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
