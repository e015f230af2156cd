/** A canvas as sharp as the screen, that knows its size in CSS pixels. */
import { element } from '../dom.ts';

export class Canvas {
  readonly view = element('canvas');
  readonly context: CanvasRenderingContext2D;
  width = 0;
  height = 0;

  constructor() {
    const context = this.view.getContext('2d');
    if (context === null) throw new Error('This browser draws nothing.');
    this.context = context;
    this.view.setAttribute('aria-hidden', 'true');
  }

  /** Takes on the size that the style gives it, and empties it. */
  begin(): void {
    const { clientWidth, clientHeight } = this.view;
    const density = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(clientWidth * density), Math.round(clientHeight * density)];
    if (this.view.width !== width || this.view.height !== height) {
      this.view.width = width;
      this.view.height = height;
    }
    this.width = clientWidth;
    this.height = clientHeight;
    this.context.setTransform(density, 0, 0, density, 0, 0);
    this.context.clearRect(0, 0, clientWidth, clientHeight);
  }
}
