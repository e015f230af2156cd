/** A transcript in dark, light and high contrast: everything that is written in it can be read. */
import assert from 'node:assert/strict';
import { eventually } from './eventually.mjs';
import { TranscriptPage } from './transcriptPage.mjs';

export const title = 'A transcript in every kind of theme';

const themes = [
  ['Default Dark Modern', 'dark', 'vscode-dark'],
  ['Default Light Modern', 'light', 'vscode-light'],
  ['Default High Contrast', 'high-contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light', 'vscode-high-contrast-light'],
];

/** WCAG 2.2, level AA, for text of ordinary size. */
const leastContrast = 4.5;

/** @param {import('./scenario.mjs').Stage} stage */
export async function play({ scope, step, shot }) {
  const transcript = new TranscriptPage(scope.workbench);

  await step('a transcript opens, and a failed call in it is unfolded', async () => {
    await scope.openSideBar();
    await scope.widenSideBar(400);
    await scope.expand('Review the order API', 'Agent Logs');
    await scope.click('Session Log');
    await transcript.shown('Review the order API');
    await transcript.press('g');
    await transcript.entry('Try the API under load').locator('.fold-head').first().click();
  });

  for (const [theme, name, bodyClass] of themes) {
    await step(`its text stands out from what is behind it in ${theme}`, async () => {
      await scope.workbench.configure({ 'workbench.colorTheme': theme });
      await transcript.frame.locator(`body.${bodyClass}`).waitFor();
      // Colours fade over.
      await eventually(
        () => transcript.frame.evaluate(faintTexts, leastContrast),
        (faint) => assert.deepEqual(faint, []),
      );
      await shot(`transcript-${name}`);
    });
  }
}

/** In the page: texts in sight whose contrast is below `least`, as `contrast class: text`. */
function faintTexts(least) {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return { channels: [red, green, blue], alpha: alpha / 255 };
  };
  const over = (top, bottom) => top.channels.map((channel, i) => channel * top.alpha + bottom[i] * (1 - top.alpha));
  const backdropOf = (element) => {
    if (element === null) return [255, 255, 255];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own.channels : over(own, backdropOf(element.parentElement));
  };
  const opacityOf = (element) =>
    element === null ? 1 : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);
  const luminance = (channels) => {
    const [red, green, blue] = channels.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, window.NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    const box = element.getBoundingClientRect();
    const inSight = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < window.innerHeight;
    if (text === '' || !inSight || !element.checkVisibility({ checkVisibilityCSS: true })) continue;
    const opacity = opacityOf(element);
    // Shown with the mouse over it, or the focus in it.
    if (opacity === 0) continue;
    const backdrop = backdropOf(element);
    const color = rgba(getComputedStyle(element).color);
    const shown = over({ ...color, alpha: color.alpha * opacity }, backdrop);
    const [light, dark] = [luminance(shown), luminance(backdrop)].sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < least)
      faint.add(`${contrast.toFixed(1)} ${element.className || element.tagName}: ${text.slice(0, 40)}`);
  }
  return [...faint];
}
