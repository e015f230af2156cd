/** The timeline: sessions as lanes over the time in their logs, and what pointer and keys do to them. */
import { t } from '@vscode/l10n';
import { joinParts } from '../../core/text/format.ts';
import type { LanesNotification } from '../../messages/timelineMessages.ts';
import { button, element, icon, type IconName } from '../dom.ts';
import { keysDialog } from '../keysDialog.ts';
import { axisHeight, Chart, nameWidth, rowHeight, type Hit } from './chart.ts';
import { LaneReading } from './laneReading.ts';
import { extentOf, mostAtOnce, overlaps, takeLanes, type Lane, type LaneEvent, type TimeRange } from './lanes.ts';
import { LaneTable } from './laneTable.ts';
import {
  eventWords,
  laneNote,
  leftOutWords,
  othersWords,
  rangeWords,
  sessionCount,
  undatedWords,
} from './laneWords.ts';
import { legend } from './legend.ts';
import { Overview } from './overview.ts';
import { onThemeChange, readTheme } from './theme.ts';
import { explainedTimelineKeys, timelineAction, type TimelineAction } from './timelineKeys.ts';
import { TimelinePort } from './timelinePort.ts';
import { TimeZoom } from './timeZoom.ts';
import { Tooltip } from './tooltip.ts';

const hour = 3_600_000;
const spans = [
  [t('Hour'), t('Show One Hour'), hour],
  [t('Day'), t('Show One Day'), 24 * hour],
  [t('Week'), t('Show One Week'), 7 * 24 * hour],
] as const;
/** What is shown at first: the newest activity. */
const firstSpan = 24 * hour;
/** Milliseconds without a move before lanes in sight are read. */
const readingDelay = 120;

export class TimelineApp {
  readonly #port: TimelinePort;
  readonly #reading: LaneReading;
  readonly #chart = new Chart();
  readonly #overview: Overview;
  readonly #zoom: TimeZoom;
  readonly #table: LaneTable;
  readonly #about = element('span', 'about');
  readonly #rangeText = element('span', 'range');
  readonly #empty = element('p', 'empty');
  readonly #scroller = element('div', 'scroller');
  readonly #spacer = element('div', 'spacer');
  readonly #chartView = element('div', 'chart', this.#chart.canvas.view, this.#scroller);
  readonly #tooltip = new Tooltip();
  readonly #legend: HTMLElement;
  readonly #announcer = element('div', 'announcer');
  readonly #tableButton: HTMLButtonElement;
  readonly #keys = keysDialog(explainedTimelineKeys);
  #theme = readTheme();
  #all: readonly Lane[] = [];
  /** Of the range that is shown. */
  #lanes: readonly Lane[] = [];
  #byId: ReadonlyMap<string, Lane> = new Map();
  #extent: TimeRange | undefined;
  #scope = '';
  #hovered: Hit | undefined;
  #selected: Hit | undefined;
  /** Pixels of the chart from its top at which the pointer is. */
  #pointerY: number | undefined;
  #asTable: boolean;
  #frame: number | undefined;
  #readTimer: number | undefined;
  #keepTimer: number | undefined;

  constructor() {
    this.#port = new TimelinePort((notification) => this.#take(notification));
    this.#reading = new LaneReading(this.#port, () => this.#changed());
    this.#overview = new Overview((range) => (this.#zoom.range = range));
    this.#zoom = new TimeZoom(this.#spacer, (down) => this.#moved(down));
    this.#table = new LaneTable({
      open: (lane, event) => this.#open(lane, event),
      titleOf: (id) => this.#titleOf(id),
      want: (lanes) => this.#reading.want(lanes),
    });
    this.#asTable = this.#port.state.asTable ?? false;
    const tool = (name: IconName, label: string, action: TimelineAction): HTMLButtonElement =>
      button('icon-button', label, () => this.#act(action), icon(name));
    this.#tableButton = tool('table', t('Show as Table (t)'), 'table');
    const tools = element(
      'div',
      'tools',
      ...spans.map(([label, name, span]) => button('span-button', name, () => this.#showSpan(span), label)),
      button('span-button', t('Show All Time (0)'), () => this.#act('all'), t('All')),
      element('span', 'gap'),
      tool('zoomIn', t('Zoom In (+)'), 'zoomIn'),
      tool('zoomOut', t('Zoom Out (-)'), 'zoomOut'),
      this.#tableButton,
      tool('help', t('Keys (?)'), 'help'),
    );
    tools.setAttribute('role', 'toolbar');
    tools.setAttribute('aria-label', t('Timeline'));
    const names = element('div', 'names', element('h1', 'title', t('Timeline')), this.#about);
    this.#scroller.append(this.#spacer);
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute('role', 'application');
    this.#scroller.setAttribute(
      'aria-label',
      t('Timeline of sessions. Arrow keys go through sessions and events, t shows a table.'),
    );
    this.#announcer.setAttribute('role', 'status');
    this.#legend = legend();
    document.body.append(
      element('header', 'toolbar', names, tools),
      element(
        'main',
        '',
        this.#overview.view,
        this.#rangeText,
        this.#empty,
        this.#chartView,
        this.#table.view,
        this.#legend,
      ),
      this.#tooltip.view,
      this.#announcer,
      this.#keys,
    );
    this.#listen();
    this.#showForm();
  }

  start(): void {
    this.#port.post({ type: 'ready' });
  }

  #listen(): void {
    const scroller = this.#scroller;
    scroller.addEventListener('scroll', () => this.#changed(), { passive: true });
    scroller.addEventListener('focus', () => this.#changed());
    scroller.addEventListener('blur', () => this.#changed());
    scroller.addEventListener('pointermove', (event) => this.#pointed(event));
    scroller.addEventListener('pointerleave', () => this.#pointed(undefined));
    this.#spacer.addEventListener('click', () => this.#clicked());
    document.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#resized()).observe(this.#chartView);
    onThemeChange(() => {
      this.#theme = readTheme();
      this.#changed();
    });
  }

  #take(notification: LanesNotification): void {
    const isFirst = this.#extent === undefined;
    const before = this.#extent;
    const { lanes, leftOut, undated, scope } = notification;
    this.#all = takeLanes(this.#all, notification);
    this.#byId = new Map(this.#all.map((lane) => [lane.sessionId, lane]));
    this.#scope = joinParts(sessionCount(lanes.length), scope, leftOutWords(leftOut), undatedWords(undated));
    this.#about.textContent = this.#scope;
    this.#empty.textContent = t('No session has a time in its log yet.');
    this.#showForm();
    const extent = extentOf(this.#all);
    if (extent !== undefined) {
      const margin = Math.max(60_000, (extent.until - extent.from) * 0.01);
      this.#extent = { from: extent.from - margin, until: extent.until + margin };
      const range = isFirst ? this.#firstRange(this.#extent) : this.#zoom.range;
      // Who looks at the newest end goes on looking at it.
      const by = before !== undefined && range.until >= before.until - 1000 ? this.#extent.until - before.until : 0;
      this.#place({ from: range.from + by, until: range.until + by });
    }
    if (this.#selected !== undefined && !this.#byId.has(this.#selected.lane.sessionId)) this.#selected = undefined;
    this.#moved(0);
  }

  #firstRange({ until }: TimeRange): TimeRange {
    return this.#port.state.range ?? { from: until - firstSpan, until };
  }

  #place(range: TimeRange): void {
    if (this.#extent === undefined) return;
    // Beside the table nothing is drawn, but the range is there.
    const width = this.#scroller.clientWidth || document.body.clientWidth;
    this.#zoom.place(this.#extent, nameWidth(width), width - 8, range);
  }

  #resized(): void {
    if (this.#extent !== undefined) this.#place(this.#zoom.range);
    this.#changed();
  }

  /** The range has changed, or the lanes have: what lies under the pointer stays there. */
  #moved(down: number): void {
    if (this.#extent === undefined) return;
    const anchor = this.#laneAt(this.#pointerY ?? axisHeight) ?? this.#selected?.lane;
    const before = anchor === undefined ? -1 : this.#lanes.indexOf(anchor);
    const range = this.#zoom.range;
    this.#lanes = this.#all.filter((lane) => overlaps(lane, range));
    const after = anchor === undefined ? -1 : this.#lanes.indexOf(anchor);
    this.#spacer.style.height = `${this.#lanes.length * rowHeight + axisHeight}px`;
    const by = before < 0 || after < 0 ? 0 : (after - before) * rowHeight;
    if (by !== 0 || down !== 0) this.#scroller.scrollTop += by - down;
    this.#hovered = undefined;
    this.#changed();
    clearTimeout(this.#keepTimer);
    this.#keepTimer = window.setTimeout(() => this.#keep(), 200);
  }

  #keep(): void {
    if (this.#extent !== undefined) this.#port.state = { range: this.#zoom.range, asTable: this.#asTable };
  }

  #changed(): void {
    if (this.#frame !== undefined) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  #draw(): void {
    const extent = this.#extent;
    if (extent === undefined) return;
    const range = this.#zoom.range;
    const most = mostAtOnce(this.#lanes);
    this.#rangeText.textContent = joinParts(
      rangeWords(range),
      sessionCount(this.#lanes.length),
      most > 1 ? t('up to {0} at the same time', most) : undefined,
    );
    this.#overview.draw(this.#all, extent, range, this.#theme);
    if (this.#asTable) {
      this.#table.render(this.#lanes, range, t('Sessions of {0}', this.#rangeText.textContent));
      return;
    }
    const { scrollTop: top } = this.#scroller;
    this.#chart.draw({
      lanes: this.#lanes,
      scale: this.#zoom.scale,
      top,
      hovered: this.#hovered,
      selected: this.#selected,
      hasFocus: document.activeElement === this.#scroller,
      theme: this.#theme,
    });
    clearTimeout(this.#readTimer);
    const seen = this.#chart.seen(this.#lanes, top);
    if (seen.some(({ needsDetails, needsMarks }) => needsDetails || needsMarks))
      this.#readTimer = window.setTimeout(() => this.#reading.want(seen), readingDelay);
  }

  #showForm(): void {
    const isEmpty = this.#all.length === 0;
    this.#empty.hidden = !isEmpty || this.#scope === '';
    this.#chartView.hidden = this.#asTable || isEmpty;
    this.#legend.hidden = this.#asTable || isEmpty;
    this.#table.view.hidden = !this.#asTable || isEmpty;
    this.#tableButton.setAttribute('aria-pressed', String(this.#asTable));
    this.#tooltip.hide();
  }

  #laneAt(y: number): Lane | undefined {
    return this.#lanes[Math.floor((y - axisHeight + this.#scroller.scrollTop) / rowHeight)];
  }

  #pointed(event: PointerEvent | undefined): void {
    // While it drags, what is under the pointer is the time and not an event.
    if (event === undefined || event.buttons !== 0) {
      this.#pointerY =
        event?.clientY === undefined ? undefined : event.clientY - this.#scroller.getBoundingClientRect().top;
      this.#hovered = undefined;
      this.#tooltip.hide();
      return this.#changed();
    }
    const box = this.#scroller.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.#pointerY = point.y;
    const picture = { lanes: this.#lanes, scale: this.#zoom.scale, top: this.#scroller.scrollTop };
    this.#hovered = this.#chart.hit(point, picture);
    this.#scroller.style.cursor = this.#hovered === undefined ? '' : 'pointer';
    if (this.#hovered === undefined) this.#tooltip.hide();
    else this.#tooltip.show(this.#wordsOf(this.#hovered), event);
    this.#changed();
  }

  #wordsOf({ lane, event }: Hit): readonly string[] {
    const what = event === undefined ? rangeWords(lane) : eventWords(event, (id) => this.#titleOf(id));
    const others = this.#all.filter((other) => other !== lane && overlaps(other, lane)).length;
    const shared = lane.details?.sharedPlans.map(({ slug, sharedWith }) =>
      t('Plan {0} is shared with {1}', slug, sharedWith.map((id) => this.#titleOf(id)).join(', ')),
    );
    return [
      lane.title,
      what,
      ...(event === undefined
        ? [
            joinParts(laneNote(lane), othersWords(others)),
            ...(shared ?? []),
            ...(lane.marks?.isPartial === true ? [t('A log of it cannot be read: there may be more.')] : []),
          ]
        : []),
    ];
  }

  #titleOf(sessionId: string): string {
    const title = this.#byId.get(sessionId)?.title;
    return title === undefined ? sessionId.slice(0, 8) : `${title} (${sessionId.slice(0, 8)})`;
  }

  #clicked(): void {
    const hit = this.#hovered;
    if (hit === undefined) return;
    this.#selected = hit;
    this.#open(hit.lane, hit.event);
    this.#changed();
  }

  #open({ sessionId }: Lane, event?: LaneEvent): void {
    const { file, offset } = event ?? {};
    this.#port.post({
      type: 'open',
      sessionId,
      ...(file !== undefined && { file }),
      ...(offset !== undefined && { offset }),
    });
  }

  #key(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const action = this.#keys.open ? undefined : timelineAction(event);
    if (action === undefined) return;
    // Buttons keep Enter and the space bar, the table its arrows.
    const isOnChart = target === this.#scroller || target === document.body;
    if (!isOnChart && !['zoomIn', 'zoomOut', 'all', 'table', 'help', 'earlier', 'later'].includes(action)) return;
    event.preventDefault();
    this.#act(action);
  }

  #act(action: TimelineAction): void {
    switch (action) {
      case 'nextLane':
        return this.#selectLane(this.#laneBeside(1));
      case 'previousLane':
        return this.#selectLane(this.#laneBeside(-1));
      case 'firstLane':
        return this.#selectLane(0);
      case 'lastLane':
        return this.#selectLane(this.#lanes.length - 1);
      case 'nextEvent':
        return this.#selectEvent(1);
      case 'previousEvent':
        return this.#selectEvent(-1);
      case 'later':
        return this.#zoom.panBy(0.2);
      case 'earlier':
        return this.#zoom.panBy(-0.2);
      case 'zoomIn':
        return this.#zoom.zoomBy(1.5, this.#timeOfSelected());
      case 'zoomOut':
        return this.#zoom.zoomBy(1 / 1.5, this.#timeOfSelected());
      case 'zoomLane': {
        const lane = this.#selected?.lane;
        if (lane !== undefined) this.#showRange({ from: lane.from, until: lane.until });
        return;
      }
      case 'all':
        if (this.#extent !== undefined) this.#zoom.range = this.#extent;
        return;
      case 'rangeStart':
      case 'rangeEnd': {
        const time = this.#selected?.event?.time ?? this.#selected?.lane[action === 'rangeStart' ? 'from' : 'until'];
        const { from, until } = this.#zoom.range;
        const range = action === 'rangeStart' ? { from: time ?? from, until } : { from, until: time ?? until };
        if (range.from < range.until) this.#zoom.range = range;
        this.#say(rangeWords(this.#zoom.range));
        return;
      }
      case 'open':
        if (this.#selected !== undefined) this.#open(this.#selected.lane, this.#selected.event);
        return;
      case 'table':
        this.#asTable = !this.#asTable;
        this.#showForm();
        this.#resized();
        this.#keep();
        return (this.#asTable ? this.#table.view : this.#scroller).focus();
      case 'clear':
        this.#selected = undefined;
        return this.#changed();
      case 'help':
        return this.#keys.showModal();
    }
  }

  #laneBeside(by: number): number {
    const at = this.#selected === undefined ? -1 : this.#lanes.indexOf(this.#selected.lane);
    if (at < 0) return by > 0 ? 0 : this.#lanes.length - 1;
    return Math.min(this.#lanes.length - 1, Math.max(0, at + by));
  }

  #selectLane(at: number): void {
    const lane = this.#lanes[at];
    if (lane === undefined) return;
    this.#selected = { lane, event: undefined };
    this.#reveal(at);
    this.#say(this.#wordsOf(this.#selected).join('. '));
    this.#changed();
  }

  #selectEvent(by: number): void {
    const selected = this.#selected;
    if (selected === undefined) return this.#selectLane(0);
    const { lane, event } = selected;
    const events = lane.events ?? [];
    const at = event === undefined ? -1 : events.indexOf(event);
    const next =
      event !== undefined && at < 0
        ? events.find(({ time }) => time >= event.time)
        : events.at(at < 0 && by < 0 ? -1 : Math.min(events.length - 1, Math.max(0, at + by)));
    if (next === undefined)
      return this.#say(lane.needsMarks ? t('Its log is being read.') : t('Nothing is marked in this session.'));
    this.#selected = { lane, event: next };
    const { from, until } = this.#zoom.range;
    if (next.time < from || next.time > until) {
      const half = (until - from) / 2;
      this.#zoom.range = { from: next.time - half, until: next.time + half };
    }
    this.#reveal(this.#lanes.indexOf(lane));
    this.#say(eventWords(next, (id) => this.#titleOf(id)));
    this.#changed();
  }

  #reveal(at: number): void {
    const { scrollTop, clientHeight } = this.#scroller;
    const top = at * rowHeight;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (top + rowHeight + axisHeight > scrollTop + clientHeight)
      this.#scroller.scrollTop = top + rowHeight + axisHeight - clientHeight;
  }

  #timeOfSelected(): number | undefined {
    const time = this.#selected?.event?.time;
    const { from, until } = this.#zoom.range;
    return time !== undefined && time >= from && time <= until ? time : undefined;
  }

  /** The range with some room at its ends. */
  #showRange({ from, until }: TimeRange): void {
    const margin = Math.max(5000, (until - from) * 0.05);
    this.#zoom.range = { from: from - margin, until: until + margin };
  }

  /** So much time, up to where the range ends now. */
  #showSpan(span: number): void {
    const { until } = this.#zoom.range;
    this.#zoom.range = { from: until - span, until };
  }

  #say(sentence: string): void {
    this.#announcer.textContent = sentence;
  }
}
