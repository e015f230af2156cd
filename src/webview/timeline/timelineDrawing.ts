/** Draws the timeline, as a picture or as a table, at most once a frame; what comes into sight is then read. */
import { t } from '@vscode/l10n';
import { joinParts } from '../../core/text/format.ts';
import type { Point } from './chart.ts';
import type { LaneList } from './laneList.ts';
import type { LaneReading } from './laneReading.ts';
import { mostAtOnce, type Place } from './lanes.ts';
import { rangeWords, sessionCount } from './laneWords.ts';
import type { Selection } from './selection.ts';
import { onThemeChange, readTheme } from './theme.ts';
import type { TimelinePage } from './timelinePage.ts';
import type { TimeZoom } from './timeZoom.ts';

/** Milliseconds without a move before lanes in sight are read. */
const readingDelay = 120;

/** What is drawn, and what input changes. */
export interface Timeline {
  readonly page: TimelinePage;
  readonly lanes: LaneList;
  readonly selection: Selection;
  readonly zoom: TimeZoom;
}

export class TimelineDrawing {
  /** Under the pointer. */
  hovered: Place | undefined;
  readonly #timeline: Timeline;
  readonly #reading: LaneReading;
  #theme = readTheme();
  #frame: number | undefined;
  #readTimer: number | undefined;

  constructor(timeline: Timeline, reading: LaneReading) {
    this.#timeline = timeline;
    this.#reading = reading;
    onThemeChange(() => {
      this.#theme = readTheme();
      this.request();
    });
  }

  /** Something of the timeline has changed: the next frame shows it. */
  request(): void {
    if (this.#frame !== undefined) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  /** What was drawn at this point of the chart. */
  placeAt(point: Point): Place | undefined {
    const { page, lanes, zoom } = this.#timeline;
    const { scrollTop: top } = page.scroller.view;
    return page.parts.chart.hit(point, { lanes: lanes.inRange, scale: zoom.scale, top });
  }

  #draw(): void {
    const { page, lanes, selection, zoom } = this.#timeline;
    const { all, inRange, extent } = lanes;
    if (extent === undefined) return;
    const { overview, chart, table } = page.parts;
    const { range, scale } = zoom;
    const most = mostAtOnce(inRange);
    const words = joinParts(
      rangeWords(range),
      sessionCount(inRange.length),
      most > 1 ? t('up to {0} at the same time', most) : undefined,
    );
    page.rangeText = words;
    overview.draw(all, extent, range, this.#theme);
    if (page.asTable) return table.render(inRange, range, t('Sessions of {0}', words));
    const { view } = page.scroller;
    const { scrollTop: top } = view;
    chart.draw({
      lanes: inRange,
      scale,
      top,
      hovered: this.hovered,
      selected: selection.place,
      hasFocus: document.activeElement === view,
      theme: this.#theme,
    });
    clearTimeout(this.#readTimer);
    const seen = chart.seen(inRange, top);
    if (seen.some(({ needsDetails, needsMarks }) => needsDetails || needsMarks))
      this.#readTimer = window.setTimeout(() => this.#reading.want(seen), readingDelay);
  }
}
