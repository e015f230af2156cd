/** The timeline: sessions as lanes over the time in their logs. Its parts, and how new lanes and ranges reach them. */
import { joinParts } from '../../core/text/format.ts';
import type { LanesNotification } from '../../messages/timelineMessages.ts';
import { axisHeight, Chart, nameWidth, rowHeight } from './chart.ts';
import { LaneList } from './laneList.ts';
import { LaneReading } from './laneReading.ts';
import type { TimeRange } from './lanes.ts';
import { LaneTable } from './laneTable.ts';
import { leftOutWords, sessionCount, undatedWords } from './laneWords.ts';
import { Overview } from './overview.ts';
import { Pointing } from './pointing.ts';
import { Selection } from './selection.ts';
import { TimelineActions } from './timelineActions.ts';
import { TimelineDrawing } from './timelineDrawing.ts';
import { TimelinePage } from './timelinePage.ts';
import { TimelinePort } from './timelinePort.ts';
import { TimeZoom } from './timeZoom.ts';

/** Milliseconds that are shown at first: the newest activity. */
const firstSpan = 24 * 3_600_000;

export class TimelineApp {
  readonly #port: TimelinePort;
  readonly #lanes = new LaneList();
  readonly #selection = new Selection();
  readonly #page: TimelinePage;
  readonly #zoom: TimeZoom;
  readonly #drawing: TimelineDrawing;
  readonly #pointing: Pointing;
  readonly #actions: TimelineActions;
  #keepTimer: number | undefined;

  constructor() {
    const port = new TimelinePort((notification) => this.#take(notification));
    const reading = new LaneReading(port, () => this.#drawing.request());
    const overview = new Overview((range) => (this.#zoom.range = range));
    const table = new LaneTable({
      open: (lane, event) => port.open(lane, event),
      titleOf: this.#lanes.titleOf,
      want: (lanes) => reading.want(lanes),
    });
    const asTable = port.state.asTable ?? false;
    const page = new TimelinePage({ overview, chart: new Chart(), table }, asTable, (action) =>
      this.#actions.act(action),
    );
    const { view, surface } = page.scroller;
    const zoom = new TimeZoom(surface, (down) => this.#moved(down));
    const timeline = { page, lanes: this.#lanes, selection: this.#selection, zoom };
    const drawing = new TimelineDrawing(timeline, reading);
    this.#port = port;
    this.#page = page;
    this.#zoom = zoom;
    this.#drawing = drawing;
    this.#pointing = new Pointing(timeline, drawing, port);
    this.#actions = new TimelineActions(timeline, drawing, port, () => this.#toggleTable());
    view.addEventListener('scroll', () => drawing.request(), { passive: true });
    view.addEventListener('focus', () => drawing.request());
    view.addEventListener('blur', () => drawing.request());
    new ResizeObserver(() => this.#resized()).observe(page.chartView);
  }

  start(): void {
    this.#port.post({ type: 'ready' });
  }

  #take(notification: LanesNotification): void {
    const lanes = this.#lanes;
    const before = lanes.extent;
    lanes.take(notification);
    const { leftOut, undated, scope } = notification;
    const { all, extent } = lanes;
    const about = joinParts(sessionCount(all.length), scope, leftOutWords(leftOut), undatedWords(undated));
    this.#page.tookLanes(about, all.length === 0);
    if (extent !== undefined && all.length > 0) {
      const range = before === undefined ? this.#firstRange(extent) : this.#zoom.range;
      // Who looks at the newest end goes on looking at it.
      const by = before !== undefined && range.until >= before.until - 1000 ? extent.until - before.until : 0;
      this.#place({ from: range.from + by, until: range.until + by });
    }
    this.#selection.keepIn(lanes);
    this.#moved(0);
  }

  #firstRange({ until }: TimeRange): TimeRange {
    return this.#port.state.range ?? { from: until - firstSpan, until };
  }

  #place(range: TimeRange): void {
    const { extent } = this.#lanes;
    const { width } = this.#page;
    if (extent !== undefined) this.#zoom.place(extent, nameWidth(width), width - 8, range);
  }

  #resized(): void {
    this.#place(this.#zoom.range);
    this.#drawing.request();
  }

  /** The range has changed, or the lanes have: what lies under the pointer stays there. */
  #moved(down: number): void {
    const lanes = this.#lanes;
    if (lanes.extent === undefined) return;
    const { scroller } = this.#page;
    const anchor = lanes.inRange[scroller.rowAt(this.#pointing.y ?? axisHeight)] ?? this.#selection.lane;
    const rowOfAnchor = (): number => (anchor === undefined ? -1 : lanes.inRange.indexOf(anchor));
    const before = rowOfAnchor();
    lanes.show(this.#zoom.range);
    const after = rowOfAnchor();
    scroller.rows = lanes.inRange.length;
    const by = before < 0 || after < 0 ? 0 : (after - before) * rowHeight;
    if (by !== 0 || down !== 0) scroller.view.scrollTop += by - down;
    this.#drawing.hovered = undefined;
    this.#drawing.request();
    clearTimeout(this.#keepTimer);
    this.#keepTimer = window.setTimeout(() => this.#keep(), 200);
  }

  /** For when the page comes back. */
  #keep(): void {
    if (this.#lanes.extent !== undefined) this.#port.state = { range: this.#zoom.range, asTable: this.#page.asTable };
  }

  #toggleTable(): void {
    this.#page.asTable = !this.#page.asTable;
    this.#resized();
    this.#keep();
    this.#page.focus();
  }
}
