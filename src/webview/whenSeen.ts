/** Runs something when an element first comes into sight. */

const seen = new WeakMap<Element, () => void>();
const observer = new IntersectionObserver((changes) => {
  for (const { isIntersecting, target } of changes) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    seen.get(target)?.();
  }
});

export function whenSeen(view: Element, then: () => void): void {
  seen.set(view, then);
  observer.observe(view);
}
