/** Pictures that follow each other, as one animated GIF. */
import gifenc from 'gifenc';

const { GIFEncoder, nearestColorIndex } = gifenc;

/** A GIF has 256 colours; the first one stands for what is as it was in the picture before. */
const MAX_COLORS = 255;
const UNCHANGED = 0;
const KEEP_BEFORE = 1;

/**
 * @param {Uint8Array[]} pictures pixels as red, green, blue, alpha; all of one size
 * @param {{ width: number, height: number, delay: number }} options the size, and for how many milliseconds each is
 * shown
 * @returns {Uint8Array} the file; it plays again and again
 */
export function encodeGif(pictures, { width, height, delay }) {
  const drawn = pictures.map(readColors);
  const palette = mostFrequent(drawn);
  const nearest = nearestIn(palette);
  const gif = GIFEncoder();
  let before;
  for (const colors of drawn) {
    const pixels = Uint8Array.from(colors, (color) => nearest(color) + 1);
    const changes = before ? pixels.map((index, at) => (index === before[at] ? UNCHANGED : index)) : pixels;
    gif.writeFrame(changes, width, height, {
      palette: before ? undefined : [[0, 0, 0], ...palette],
      transparent: true,
      transparentIndex: UNCHANGED,
      dispose: KEEP_BEFORE,
      delay,
    });
    before = pixels;
  }
  gif.finish();
  return gif.bytes();
}

/** Each pixel as one number. */
function readColors(rgba) {
  return Uint32Array.from({ length: rgba.length / 4 }, (_, at) => {
    return (rgba[4 * at] << 16) | (rgba[4 * at + 1] << 8) | rgba[4 * at + 2];
  });
}

/**
 * A user interface is made of few colours, which stay as they are; quantizers would mix those of side bar and editor.
 */
function mostFrequent(drawn) {
  const counts = new Map();
  for (const colors of drawn) for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.slice(0, MAX_COLORS).map(([color]) => toRgb(color));
}

function nearestIn(palette) {
  const known = new Map();
  return (color) => {
    if (!known.has(color)) known.set(color, nearestColorIndex(palette, toRgb(color)));
    return known.get(color);
  };
}

function toRgb(color) {
  return [color >> 16, (color >> 8) & 255, color & 255];
}
