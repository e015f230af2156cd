/** The pointer over the chart: what lies under it is lit up and described, and a click opens it. */
import { placeWords } from './laneWords.ts';
import type { Timeline, TimelineDrawing } from './timelineDrawing.ts';
import type { TimelinePort } from './timelinePort.ts';

export class Pointing {
  readonly #timeline: Timeline;
  readonly #drawing: TimelineDrawing;
  readonly #port: TimelinePort;
  #y: number | undefined;

  constructor(timeline: Timeline, drawing: TimelineDrawing, port: TimelinePort) {
    this.#timeline = timeline;
    this.#drawing = drawing;
    this.#port = port;
    const { view, surface } = timeline.page.scroller;
    view.addEventListener('pointermove', (event) => this.#moved(event));
    view.addEventListener('pointerleave', () => this.#left(undefined));
    surface.addEventListener('click', () => this.#clicked());
  }

  /** Pixels of the chart from its top at which the pointer is. */
  get y(): number | undefined {
    return this.#y;
  }

  #moved(event: PointerEvent): void {
    const { page, lanes } = this.#timeline;
    const point = page.scroller.pointOf(event);
    // While it drags, what is under the pointer is the time and not an event.
    if (event.buttons !== 0) return this.#left(point.y);
    this.#y = point.y;
    const place = this.#drawing.placeAt(point);
    this.#drawing.hovered = place;
    page.scroller.view.style.cursor = place === undefined ? '' : 'pointer';
    if (place === undefined) page.tooltip.hide();
    else page.tooltip.show(placeWords(place, lanes), event);
    this.#drawing.request();
  }

  /** Nothing is pointed at; `y`: where a drag is. */
  #left(y: number | undefined): void {
    this.#y = y;
    this.#drawing.hovered = undefined;
    this.#timeline.page.tooltip.hide();
    this.#drawing.request();
  }

  #clicked(): void {
    const place = this.#drawing.hovered;
    if (place === undefined) return;
    this.#timeline.selection.place = place;
    this.#port.open(place.lane, place.event);
    this.#drawing.request();
  }
}
