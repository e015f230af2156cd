/** What keys and buttons do to the timeline. */
import { t } from '@vscode/l10n';
import type { Place } from './lanes.ts';
import { eventWords, placeWords, rangeWords } from './laneWords.ts';
import type { Timeline, TimelineDrawing } from './timelineDrawing.ts';
import { timelineAction, type TimelineAction } from './timelineKeys.ts';
import type { TimelinePort } from './timelinePort.ts';

const hour = 3_600_000;
const spans = { hour, day: 24 * hour, week: 7 * 24 * hour };

export class TimelineActions {
  readonly #timeline: Timeline;
  readonly #drawing: TimelineDrawing;
  readonly #port: TimelinePort;
  readonly #toggleTable: () => void;

  constructor(timeline: Timeline, drawing: TimelineDrawing, port: TimelinePort, toggleTable: () => void) {
    this.#timeline = timeline;
    this.#drawing = drawing;
    this.#port = port;
    this.#toggleTable = toggleTable;
    document.addEventListener('keydown', (event) => this.#key(event));
  }

  act(action: TimelineAction): void {
    const { page, lanes, selection, zoom } = this.#timeline;
    switch (action) {
      case 'nextLane':
        return this.#laneSelected(selection.toLaneBeside(lanes.inRange, 1));
      case 'previousLane':
        return this.#laneSelected(selection.toLaneBeside(lanes.inRange, -1));
      case 'firstLane':
        return this.#laneSelected(selection.toLane(lanes.inRange[0]));
      case 'lastLane':
        return this.#laneSelected(selection.toLane(lanes.inRange.at(-1)));
      case 'nextEvent':
        return this.#selectEvent(1);
      case 'previousEvent':
        return this.#selectEvent(-1);
      case 'later':
        return zoom.panBy(0.2);
      case 'earlier':
        return zoom.panBy(-0.2);
      case 'zoomIn':
        return zoom.zoomBy(1.5, selection.timeIn(zoom.range));
      case 'zoomOut':
        return zoom.zoomBy(1 / 1.5, selection.timeIn(zoom.range));
      case 'zoomLane':
        return this.#zoomLane();
      case 'hour':
      case 'day':
      case 'week': {
        // Up to where the range ends now.
        const { until } = zoom.range;
        zoom.range = { from: until - spans[action], until };
        return;
      }
      case 'all':
        if (lanes.extent !== undefined) zoom.range = lanes.extent;
        return;
      case 'rangeStart':
      case 'rangeEnd': {
        const range = action === 'rangeStart' ? selection.rangeFrom(zoom.range) : selection.rangeUntil(zoom.range);
        if (range.from < range.until) zoom.range = range;
        return page.say(rangeWords(zoom.range));
      }
      case 'open':
        if (selection.place !== undefined) this.#port.open(selection.place.lane, selection.place.event);
        return;
      case 'table':
        return this.#toggleTable();
      case 'clear':
        selection.place = undefined;
        return this.#drawing.request();
      case 'help':
        return page.keys.showModal();
    }
  }

  #key(event: KeyboardEvent): void {
    const { page } = this.#timeline;
    const action = page.keys.open ? undefined : timelineAction(event);
    if (action === undefined) return;
    // Buttons keep Enter and the space bar, the table its arrows.
    const isOnChart = event.target === page.scroller.view || event.target === document.body;
    if (!isOnChart && !['zoomIn', 'zoomOut', 'all', 'table', 'help', 'earlier', 'later'].includes(action)) return;
    event.preventDefault();
    this.act(action);
  }

  /** `place`: `undefined` where there was no lane to go to. */
  #laneSelected(place: Place | undefined): void {
    if (place === undefined) return;
    const { page, lanes } = this.#timeline;
    page.scroller.reveal(lanes.inRange.indexOf(place.lane));
    page.say(placeWords(place, lanes).join('. '));
    this.#drawing.request();
  }

  #selectEvent(by: 1 | -1): void {
    const { page, lanes, selection, zoom } = this.#timeline;
    const { lane } = selection;
    if (lane === undefined) return this.#laneSelected(selection.toLane(lanes.inRange[0]));
    const event = selection.toEventBeside(by);
    if (event === undefined)
      return page.say(lane.needsMarks ? t('Its log is being read.') : t('Nothing is marked in this session.'));
    const { from, until } = zoom.range;
    if (event.time < from || event.time > until) {
      const half = (until - from) / 2;
      zoom.range = { from: event.time - half, until: event.time + half };
    }
    page.scroller.reveal(lanes.inRange.indexOf(lane));
    page.say(eventWords(event, lanes.titleOf));
    this.#drawing.request();
  }

  /** Shows the time of the lane, with some room at its ends. */
  #zoomLane(): void {
    const { selection, zoom } = this.#timeline;
    if (selection.lane === undefined) return;
    const { from, until } = selection.lane;
    const margin = Math.max(5000, (until - from) * 0.05);
    zoom.range = { from: from - margin, until: until + margin };
  }
}
