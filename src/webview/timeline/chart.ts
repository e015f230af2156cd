/** Draws the lanes in sight, and says what lies under a point. */
import type { MarkKind } from '../../core/timeline/timelineTypes.ts';
import { Canvas } from './canvas.ts';
import { glyphs } from './glyphs.ts';
import { agentLines, collisionsOf, overlaps, type Lane, type LaneEvent, type Place } from './lanes.ts';
import { laneNote } from './laneWords.ts';
import type { ColorName, Theme } from './theme.ts';
import type { TimeScale } from './timeScale.ts';

export const rowHeight = 46;
export const axisHeight = 26;

/** Middle of the marks, the bar and the lines of agents, from the top of a row. */
const marksAt = 10;
const barAt = 19;
const barHeight = 8;
const agentsAt = 30;
const agentHeight = 3;
/** Pixels between marks of one kind below which only the first is drawn, and around a mark in which it is hit. */
const leastGap = 3;
const reach = 7;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Picture {
  /** Those of the range. */
  readonly lanes: readonly Lane[];
  readonly scale: TimeScale;
  /** Pixels that are scrolled past. */
  readonly top: number;
  readonly hovered: Place | undefined;
  readonly selected: Place | undefined;
  readonly hasFocus: boolean;
  readonly theme: Theme;
}

const paths = new Map(Object.entries(glyphs).map(([kind, { path }]) => [kind as MarkKind, new Path2D(path)]));

/** Pixels on the left for the lanes' names. */
export function nameWidth(width: number): number {
  return Math.round(Math.min(260, Math.max(96, width * 0.3)));
}

export class Chart {
  readonly canvas = new Canvas();
  readonly #texts = new Map<string, string>();

  /** Lanes in sight. */
  seen(lanes: readonly Lane[], top: number): readonly Lane[] {
    const first = Math.floor(top / rowHeight);
    return lanes.slice(first, first + Math.ceil((this.canvas.view.clientHeight - axisHeight) / rowHeight) + 1);
  }

  draw(picture: Picture): void {
    const { canvas } = this;
    canvas.begin();
    const { context, width, height } = canvas;
    const { lanes, scale, top, theme } = picture;
    const left = nameWidth(width);
    context.textBaseline = 'alphabetic';
    this.#axis(picture, left);
    context.save();
    context.beginPath();
    context.rect(0, axisHeight, width, height - axisHeight);
    context.clip();
    this.#span(picture, left);
    const first = Math.floor(top / rowHeight);
    for (const [at, lane] of this.seen(lanes, top).entries()) {
      const y = axisHeight + (first + at) * rowHeight - top;
      this.#backdrop(lane, y, picture);
      this.#name(lane, y, left, theme);
    }
    context.beginPath();
    context.rect(left, axisHeight, width - left, height - axisHeight);
    context.clip();
    for (const [at, lane] of this.seen(lanes, top).entries()) {
      const y = axisHeight + (first + at) * rowHeight - top;
      this.#lane(lane, y, scale, theme);
    }
    this.#collisions(picture);
    context.restore();
  }

  /** What was drawn at this point of the canvas. */
  hit({ x, y }: Point, { lanes, scale, top }: Pick<Picture, 'lanes' | 'scale' | 'top'>): Place | undefined {
    if (y < axisHeight) return undefined;
    const row = Math.floor((y - axisHeight + top) / rowHeight);
    const lane = lanes[row];
    if (lane === undefined) return undefined;
    const within = y - axisHeight + top - row * rowHeight;
    if (x < nameWidth(this.canvas.view.clientWidth)) return { lane, event: undefined };
    return { lane, event: eventAt(lane, { x, y: within }, scale) };
  }

  #axis({ scale, theme }: Picture, left: number): void {
    const { context, width, height } = this.canvas;
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.dim;
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.textAlign = 'center';
    context.beginPath();
    for (const { x: at, text } of scale.ticks(110)) {
      const x = Math.round(at) + 0.5;
      const half = context.measureText(text).width / 2;
      if (x - half > left && x + half < width) context.fillText(text, x, 17);
      context.moveTo(x, axisHeight);
      context.lineTo(x, height);
    }
    context.moveTo(0, axisHeight - 0.5);
    context.lineTo(width, axisHeight - 0.5);
    context.globalAlpha = 0.5;
    context.stroke();
    context.globalAlpha = 1;
    context.textAlign = 'start';
  }

  /** The time of the lane that is selected, over all lanes: what lies in it ran at the same time. */
  #span({ selected, scale, theme }: Picture, left: number): void {
    if (selected === undefined) return;
    const { context, height, width } = this.canvas;
    const from = Math.max(left, scale.x(selected.lane.from));
    const until = Math.min(width, scale.x(selected.lane.until));
    if (until < from) return;
    context.globalAlpha = 0.1;
    context.fillStyle = theme.work;
    context.fillRect(from, axisHeight, Math.max(1, until - from), height);
    context.globalAlpha = 1;
  }

  #backdrop(lane: Lane, y: number, { selected, hovered, hasFocus, theme }: Picture): void {
    const { context, width } = this.canvas;
    const isSelected = selected?.lane === lane;
    if (isSelected || hovered?.lane === lane) {
      context.fillStyle = isSelected ? theme.selection : theme.hover;
      context.fillRect(0, y, width, rowHeight);
    }
    if (isSelected && hasFocus) {
      context.strokeStyle = theme.focus;
      context.strokeRect(0.5, y + 0.5, width - 1, rowHeight - 1);
    }
  }

  #name(lane: Lane, y: number, left: number, theme: Theme): void {
    const { context } = this.canvas;
    context.fillStyle = theme.text;
    this.#text(lane.title, `13px ${theme.font}`, 12, y + 19, left - 22);
    const shares = lane.details !== undefined && lane.details.sharedPlans.length > 0;
    context.fillStyle = shares ? theme.collision : theme.dim;
    this.#text(laneNote(lane), `11px ${theme.font}`, 12, y + 35, left - 22);
  }

  #text(text: string, font: string, x: number, y: number, width: number): void {
    const { context } = this.canvas;
    context.font = font;
    const key = `${width} ${font} ${text}`;
    let shown = this.#texts.get(key);
    if (shown === undefined) {
      shown = cut(text, width, (part) => context.measureText(part).width);
      if (this.#texts.size > 5000) this.#texts.clear();
      this.#texts.set(key, shown);
    }
    context.fillText(shown, x, y);
  }

  #lane(lane: Lane, y: number, scale: TimeScale, theme: Theme): void {
    const { context } = this.canvas;
    const bar = lane.state === undefined ? theme.work : lane.state === 'waiting' ? theme.wait : theme.live;
    this.#bar(scale.x(lane.from), scale.x(lane.until), y + barAt + barHeight / 2 - 1, 2, bar);
    // Before its log is read nothing is known of when it rested.
    if (lane.marks === undefined) {
      context.globalAlpha = 0.35;
      this.#bar(scale.x(lane.from), scale.x(lane.until), y + barAt, barHeight, bar);
      context.globalAlpha = 1;
    }
    const last = new Map<LaneEvent['kind'], number>();
    for (const event of lane.events ?? []) {
      const x = scale.x(event.time);
      const until = event.until === undefined ? scale.x(lane.until) : scale.x(event.until);
      if (event.kind === 'stretch') this.#bar(x, until, y + barAt, barHeight, bar);
      else if (event.kind === 'agent') {
        this.#bar(x, until, y + agentsAt + event.line * (agentHeight + 1), agentHeight, theme.agent);
      } else if (event.kind === 'wait') {
        this.#bar(x, until, y + barAt + barHeight / 2 - 2, 4, theme.background);
        this.#bar(x, until, y + barAt + barHeight / 2 - 1, 2, theme.wait);
      }
    }
    // A wait ends with what was waited for, whose mark lies on top.
    for (const event of (lane.events ?? []).toSorted((a, b) => Number(b.kind === 'wait') - Number(a.kind === 'wait'))) {
      if (event.kind === 'stretch' || event.kind === 'agent') continue;
      const x = scale.x(event.time);
      if (x - (last.get(event.kind) ?? -Infinity) < leastGap && event.sharedWith.length === 0) continue;
      last.set(event.kind, x);
      if (x > -reach && x < this.canvas.width + reach) this.#glyph(event, x, y + marksAt, theme);
    }
  }

  #bar(from: number, until: number, y: number, height: number, color: string): void {
    const { context, width } = this.canvas;
    const [x, end] = [Math.max(-4, from), Math.min(width + 4, until)];
    if (end < x && (from > width || until < 0)) return;
    context.fillStyle = color;
    context.fillRect(x, y, Math.max(2, end - x), height);
  }

  #glyph(event: LaneEvent, x: number, y: number, theme: Theme): void {
    const { context } = this.canvas;
    const kind = event.kind as MarkKind;
    const path = paths.get(kind);
    if (path === undefined) return;
    const color: ColorName = event.sharedWith.length > 0 ? 'collision' : kind;
    context.save();
    context.translate(x, y);
    context.lineWidth = 3.5;
    context.strokeStyle = theme.background;
    context.stroke(path);
    context.lineWidth = 1.4;
    context.strokeStyle = context.fillStyle = theme[color];
    if (glyphs[kind].isFilled) context.fill(path);
    context.stroke(path);
    context.restore();
  }

  /** From where one session wrote a plan to where the next one wrote the same. */
  #collisions({ lanes, scale, top, theme }: Picture): void {
    const { context, height } = this.canvas;
    const rows = new Map(lanes.map((lane, at) => [lane.sessionId, axisHeight + at * rowHeight - top + marksAt]));
    context.strokeStyle = theme.collision;
    context.setLineDash([4, 3]);
    context.lineWidth = 1.2;
    context.beginPath();
    for (const { first, then } of collisionsOf(lanes)) {
      const [from, to] = [rows.get(first.sessionId), rows.get(then.sessionId)];
      if (from === undefined || to === undefined || Math.max(from, to) < 0 || Math.min(from, to) > height) continue;
      const step = from < to ? reach : -reach;
      context.moveTo(scale.x(first.time), from + step);
      context.lineTo(scale.x(then.time), to - step);
    }
    context.stroke();
    context.setLineDash([]);
  }
}

function eventAt(lane: Lane, { x, y }: Point, scale: TimeScale): LaneEvent | undefined {
  const events = (lane.events ?? []).filter((event) => {
    return overlaps(
      { from: scale.x(event.time), until: scale.x(event.until ?? lane.until) },
      { from: x - reach, until: x + reach },
    );
  });
  const distance = (event: LaneEvent): number => Math.abs(scale.x(event.time) - x);
  if (y >= agentsAt - 2) {
    const line = Math.min(agentLines - 1, Math.max(0, Math.floor((y - agentsAt) / (agentHeight + 1))));
    const agents = events.filter(({ kind }) => kind === 'agent');
    return agents.find((agent) => agent.line === line) ?? agents.at(-1);
  }
  const marks = events.filter(({ kind }) => kind !== 'agent' && kind !== 'stretch');
  const near = marks.filter((mark) => distance(mark) <= reach).sort((a, b) => distance(a) - distance(b));
  return (
    near[0] ??
    (y >= barAt - 2
      ? (marks.find(({ kind }) => kind === 'wait') ?? events.find(({ kind }) => kind === 'stretch'))
      : undefined)
  );
}

/** The text, with an ellipsis in place of what does not fit. */
function cut(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (measure(`${text.slice(0, middle)}…`) <= width) fits = middle;
    else tooLong = middle;
  }
  return `${text.slice(0, fits).trimEnd()}…`;
}
