/** Figures beside what they are held against. */

/**
 * @typedef {object} Row
 * @property {string} goal
 * @property {string} what
 * @property {string} [unit]
 * @property {readonly [pass: number, aim: number]} [limit]
 * @property {{ middle: number, lowest: number, highest: number }} value
 *
 * @param {readonly Row[]} rows
 * @param {{ markdown: boolean }} options
 */
export function printTable(rows, { markdown }) {
  const lines = [['', 'what', 'figure', 'spread', 'pass', 'aim', ''], ...rows.map(cells)];
  if (markdown) {
    const [head, ...rest] = lines.map((line) => `| ${line.join(' | ')} |`);
    console.log([head, head.replaceAll(/[^|]+/g, ' --- '), ...rest].join('\n'));
    return;
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

function cells({ goal, what, unit = '×', limit, value }) {
  const { middle, lowest, highest } = value;
  const spread = lowest === highest ? '' : `${figure(lowest)}–${figure(highest)}`;
  const [pass, aim] = limit ?? [];
  const verdict = pass === undefined ? '' : middle <= aim ? 'aim met' : middle <= pass ? 'met' : 'missed';
  return [goal, what, `${figure(middle)} ${unit}`, spread, String(pass ?? ''), String(aim ?? ''), verdict];
}

function figure(value) {
  return value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
}
