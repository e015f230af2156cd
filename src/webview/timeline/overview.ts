/** The strip above the lanes: how many sessions were at work over all of the time, and the range that is shown. */
import { t } from '@vscode/l10n';
import { element } from '../dom.ts';
import { Canvas } from './canvas.ts';
import { densityOf, type TimeRange } from './lanes.ts';
import type { Theme } from './theme.ts';
import { TimeScale } from './timeScale.ts';

/** Pixels that a pointer moves before it means a range. */
const leastDrag = 4;
const textHeight = 14;

export class Overview {
  readonly view = element('div', 'overview');
  readonly #canvas = new Canvas();
  readonly #brushed: (range: TimeRange) => void;
  #extent: TimeRange = { from: 0, until: 1 };
  #range: TimeRange = this.#extent;
  /** A new range from where the pointer went down, or the shown one moved by what lies between. */
  #drag: { readonly x: number; readonly moves: TimeRange | undefined } | undefined;

  /** `brushed` is called with the range that a person draws or moves. */
  constructor(brushed: (range: TimeRange) => void) {
    this.#brushed = brushed;
    this.view.append(this.#canvas.view);
    this.view.title = t('Drag to choose a range of time');
    this.view.addEventListener('pointerdown', (event) => this.#down(event));
    this.view.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of ['pointerup', 'pointercancel'] as const)
      this.view.addEventListener(end, () => (this.#drag = undefined));
  }

  draw(lanes: readonly TimeRange[], extent: TimeRange, range: TimeRange, theme: Theme): void {
    this.#extent = extent;
    this.#range = range;
    this.#canvas.begin();
    const { context, width, height } = this.#canvas;
    const columns = Math.max(1, Math.floor(width / 2));
    const density = densityOf(lanes, extent, columns);
    const most = Math.max(1, ...density);
    const bottom = height - textHeight;
    context.fillStyle = theme.work;
    for (const [at, count] of density.entries()) {
      if (count > 0) context.fillRect(at * 2, bottom - Math.max(2, (count / most) * (bottom - 3)), 2, bottom);
    }
    context.clearRect(0, bottom, width, textHeight);
    this.#axis(theme, bottom);
    const [from, until] = [this.#x(range.from), this.#x(range.until)];
    context.fillStyle = theme.background;
    context.globalAlpha = 0.65;
    context.fillRect(0, 0, from, bottom);
    context.fillRect(until, 0, width - until, bottom);
    context.globalAlpha = 1;
    context.strokeStyle = theme.focus;
    context.lineWidth = 1;
    context.strokeRect(Math.max(0.5, from - 0.5), 0.5, Math.max(3, Math.min(width - 1, until - from)), bottom - 1);
  }

  #axis(theme: Theme, bottom: number): void {
    const { context, width } = this.#canvas;
    context.font = `10px ${theme.font}`;
    context.fillStyle = theme.dim;
    context.textAlign = 'center';
    for (const { x, text } of this.#scale.ticks(120)) {
      const half = context.measureText(text).width / 2;
      if (x - half > 0 && x + half < width) context.fillText(text, x, bottom + 11);
    }
  }

  get #scale(): TimeScale {
    return new TimeScale(this.#extent, 0, Math.max(1, this.#canvas.width));
  }

  #x(time: number): number {
    return this.#scale.x(time);
  }

  #time(x: number): number {
    const { from, until } = this.#extent;
    return Math.min(until, Math.max(from, this.#scale.time(x)));
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { offsetX: x } = event;
    const [from, until] = [this.#x(this.#range.from), this.#x(this.#range.until)];
    const isWhole = until - from > this.#canvas.width - 8;
    this.#drag = { x, moves: !isWhole && x > from - 3 && x < until + 3 ? this.#range : undefined };
    this.view.setPointerCapture(event.pointerId);
  }

  #move({ offsetX: x }: PointerEvent): void {
    const drag = this.#drag;
    if (drag === undefined || Math.abs(x - drag.x) < leastDrag) return;
    if (drag.moves === undefined) {
      const ends = [this.#time(drag.x), this.#time(x)];
      return this.#brushed({ from: Math.min(...ends), until: Math.max(...ends) });
    }
    const { from, until } = drag.moves;
    const by = ((x - drag.x) / this.#canvas.width) * (this.#extent.until - this.#extent.from);
    this.#brushed({ from: from + by, until: until + by });
  }
}
