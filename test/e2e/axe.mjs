import axe from 'axe-core';

/** What axe-core finds that is serious or worse, as `rule: elements`. */
export async function seriousIn(frame) {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate(() => window.axe.run(document));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
