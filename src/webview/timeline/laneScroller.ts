/** What scrolls and is pointed at over the chart: a row for each lane, below the axis. */
import { t } from '@vscode/l10n';
import { element } from '../dom.ts';
import { axisHeight, rowHeight, type Point } from './chart.ts';

export class LaneScroller {
  /** As high as all rows. */
  readonly surface = element('div', 'spacer');
  readonly view = element('div', 'scroller', this.surface);

  constructor() {
    this.view.tabIndex = 0;
    this.view.setAttribute('role', 'application');
    this.view.setAttribute(
      'aria-label',
      t('Timeline of sessions. Arrow keys go through sessions and events, t shows a table.'),
    );
  }

  set rows(rows: number) {
    this.surface.style.height = `${rows * rowHeight + axisHeight}px`;
  }

  /** The row at so many pixels from the top of what is in sight; there may be none with this number. */
  rowAt(y: number): number {
    return Math.floor((y - axisHeight + this.view.scrollTop) / rowHeight);
  }

  /** Where a pointer is, from the top left of what is in sight. */
  pointOf({ clientX, clientY }: Pick<PointerEvent, 'clientX' | 'clientY'>): Point {
    const { left, top } = this.view.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** Scrolls as far as the row needs. */
  reveal(row: number): void {
    const { scrollTop, clientHeight } = this.view;
    const top = row * rowHeight;
    if (top < scrollTop) this.view.scrollTop = top;
    else if (top + rowHeight + axisHeight > scrollTop + clientHeight)
      this.view.scrollTop = top + rowHeight + axisHeight - clientHeight;
  }
}
