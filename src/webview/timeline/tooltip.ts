/** What is said of the lane or event under the pointer, beside it. */
import { element } from '../dom.ts';

export class Tooltip {
  readonly view = element('div', 'tooltip');

  constructor() {
    this.view.hidden = true;
  }

  /** `lines`: the first one is a title. */
  show(lines: readonly string[], { clientX, clientY }: Pick<PointerEvent, 'clientX' | 'clientY'>): void {
    const views = lines.map((words) => element('div', '', words));
    views[0]?.classList.add('tooltip-title');
    this.view.replaceChildren(...views);
    this.view.hidden = false;
    const { offsetWidth, offsetHeight } = this.view;
    const fitsBelow = clientY + 18 + offsetHeight < window.innerHeight;
    this.view.style.left = `${Math.max(4, Math.min(clientX + 12, window.innerWidth - offsetWidth - 8))}px`;
    this.view.style.top = `${fitsBelow ? clientY + 18 : clientY - 12 - offsetHeight}px`;
  }

  hide(): void {
    this.view.hidden = true;
  }
}
