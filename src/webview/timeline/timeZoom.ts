/** The range of time that is shown: moved and zoomed by wheel and drag within the extent of all lanes. */
import type { TimeRange } from './lanes.ts';
import { rangeWithin, zoomed } from './timeRange.ts';
import { TimeScale } from './timeScale.ts';

/** Pixels that a pointer moves before it drags and is no click. */
const leastDrag = 4;

export class TimeZoom {
  readonly #changed: (down: number) => void;
  #extent: TimeRange = { from: 0, until: 1 };
  #scale = new TimeScale(this.#extent, 0, 1);
  #drag: { x: number; y: number; moves: boolean } | undefined;

  /**
   * `surface`: what the pointer is over; its left edge is that of the scale. `changed` is called for each new range,
   * with the pixels that a drag went down by.
   */
  constructor(surface: HTMLElement, changed: (down: number) => void) {
    this.#changed = changed;
    surface.addEventListener('wheel', (event) => this.#wheel(event, surface), { passive: false });
    surface.addEventListener('pointerdown', ({ button, pointerType, clientX: x, clientY: y }) => {
      // A finger scrolls.
      if (button === 0 && pointerType !== 'touch') this.#drag = { x, y, moves: false };
    });
    surface.addEventListener('pointermove', (event) => this.#move(event, surface));
    for (const end of ['pointerup', 'pointercancel'] as const) surface.addEventListener(end, () => this.#end(surface));
  }

  get scale(): TimeScale {
    return this.#scale;
  }

  get range(): TimeRange {
    return this.#scale.range;
  }

  /** Shows this range, or what of it lies in the extent. */
  set range(range: TimeRange) {
    this.#show(rangeWithin(range, this.#extent));
  }

  /** All of the time there is, and the pixels that it has. */
  place(extent: TimeRange, left: number, right: number, range: TimeRange): void {
    this.#extent = extent;
    this.#scale = new TimeScale(rangeWithin(range, extent), left, Math.max(left + 1, right));
    this.#changed(0);
  }

  /** Around the middle, or around a time in sight. */
  zoomBy(factor: number, around?: number): void {
    const { from, until } = this.range;
    this.#show(zoomed(this.range, factor, around ?? (from + until) / 2, this.#extent));
  }

  /** By a part of what is in sight. */
  panBy(part: number): void {
    const { from, until } = this.range;
    const by = part * (until - from);
    this.range = { from: from + by, until: until + by };
  }

  #show(range: TimeRange, down = 0): void {
    const { left, right } = this.#scale;
    this.#scale = new TimeScale(range, left, right);
    this.#changed(down);
  }

  #pan(pixels: number, down: number): void {
    const { left, right } = this.#scale;
    const { from, until } = this.range;
    const by = (pixels / (right - left)) * (until - from);
    this.#show(rangeWithin({ from: from - by, until: until - by }, this.#extent), down);
  }

  /** A bare wheel scrolls through the lanes; with Ctrl, as pinching has it, it zooms. */
  #wheel(event: WheelEvent, surface: HTMLElement): void {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 25 : 1;
      const around = this.#scale.time(event.clientX - surface.getBoundingClientRect().left);
      return this.zoomBy(2 ** (-event.deltaY * lines * 0.005), around);
    }
    const by = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (by === 0) return;
    event.preventDefault();
    this.#pan(-by, 0);
  }

  #end(surface: HTMLElement): void {
    const moved = this.#drag?.moves === true;
    this.#drag = undefined;
    if (!moved) return;
    // The click that follows a drag is none; where none follows, the next one is one.
    const swallow = (click: Event): void => click.stopImmediatePropagation();
    surface.addEventListener('click', swallow, { capture: true });
    setTimeout(() => surface.removeEventListener('click', swallow, { capture: true }));
  }

  #move({ clientX: x, clientY: y, pointerId, buttons }: PointerEvent, surface: HTMLElement): void {
    const drag = this.#drag;
    if (drag === undefined || buttons === 0) return;
    if (!drag.moves && Math.hypot(x - drag.x, y - drag.y) < leastDrag) return;
    if (!drag.moves) surface.setPointerCapture(pointerId);
    const [by, down] = [x - drag.x, y - drag.y];
    this.#drag = { x, y, moves: true };
    this.#pan(by, down);
  }
}
