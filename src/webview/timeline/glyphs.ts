/** The shapes of marks, 10 by 10 around their middle: for the chart and for its legend. */
import type { MarkKind } from '../../core/timeline/timelineTypes.ts';

interface Glyph {
  readonly path: string;
  readonly isFilled: boolean;
}

export const glyphs: Readonly<Record<MarkKind, Glyph>> = {
  'plan-written': { path: 'M-4 -4.5H1.5L4 -2V4.5H-4Z', isFilled: true },
  'plan-approved': { path: 'M0 -5.5L5.5 0L0 5.5L-5.5 0Z', isFilled: true },
  'plan-received': { path: 'M-4.5 -4.5L4.5 0L-4.5 4.5Z', isFilled: true },
  compaction: { path: 'M-5 -4L0 0L-5 4ZM5 -4L0 0L5 4Z', isFilled: true },
  clear: { path: 'M-4 -4L4 4M4 -4L-4 4', isFilled: false },
  wait: { path: 'M0 -4.5A4.5 4.5 0 1 0 0 4.5A4.5 4.5 0 1 0 0 -4.5ZM0 -2.5V0L1.8 1.2', isFilled: false },
};

export function glyphIcon(kind: MarkKind): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '-6 -6 12 12');
  svg.setAttribute('class', `glyph glyph-${kind}${glyphs[kind].isFilled ? ' glyph-filled' : ''}`);
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(namespace, 'path');
  shape.setAttribute('d', glyphs[kind].path);
  svg.append(shape);
  return svg;
}
