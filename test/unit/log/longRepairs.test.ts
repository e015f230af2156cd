/** Long lines that nothing is got back from: they take time as their bytes do, and not as the square of them. */
import { expect, it } from 'vitest';
import { repairLine } from '../../../src/core/log/repair.ts';
import { sessionA } from '../../fixtures/homes.ts';

/** Milliseconds: much for what grows with the bytes, nothing for what grows with their square. */
const patience = 60_000;

function repaired(line: Buffer): [skipped: number, repaired: number] {
  const { skipped, repaired: gotBack } = repairLine(line, sessionA, false);
  return [skipped, gotBack];
}

it.each([
  ['beginnings of objects', '{"a":', 8 << 20],
  ['quotes', '"', 8 << 20],
  ['backslashes and quotes', '\\"', 8 << 20],
  ['whole objects with no end', '{"type":"user"}', 4 << 20],
  ['objects that never close', '{"type":"user","uuid":"u","x":[{"', 2 << 20],
])(
  'a long line of %s takes no long time',
  (_name, part, length) => {
    const line = Buffer.from(part.repeat(Math.ceil(length / part.length)) + ' x');
    expect(repaired(line)).toEqual([1, 0]);
  },
  patience,
);

it(
  'many lines full of beginnings of objects take time as their bytes do',
  () => {
    const line = Buffer.from('{"a":'.repeat(20_000));
    for (let i = 0; i < 20; i++) expect(repaired(line)).toEqual([1, 0]);
  },
  patience,
);
