/** Costs of whole processes, measured in turn so that a busy machine hurts all alike. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const script = path.join(import.meta.dirname, 'processCost.py');

/**
 * @typedef {object} Cost
 * @property {number} cpu seconds
 * @property {number} wall seconds
 * @property {number} peak bytes
 * @property {number | null} read bytes
 */

/**
 * Every round runs each command once, after a round that does not count; which of them begins changes.
 *
 * @template {string} Name
 * @param {Record<Name, readonly string[]>} commands program and arguments
 * @param {{ rounds: number, env?: NodeJS.ProcessEnv, exitCodes?: readonly number[] }} options `exitCodes`: those that
 * are no failure
 * @returns {Record<Name, Cost[]>} one cost a round
 */
export function inRounds(commands, { rounds, env, exitCodes = [0] }) {
  const entries = Object.entries(commands);
  const costs = Object.fromEntries(entries.map(([name]) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < entries.length; turn++) {
      const [name, command] = entries[(turn + round + 1) % entries.length];
      const cost = costOf(command, env);
      if (!exitCodes.includes(cost.code)) throw new Error(`${command.join(' ')} ended with ${cost.code}`);
      if (round >= 0) costs[name].push(cost);
    }
  }
  return costs;
}

/** @returns {Cost & { code: number }} */
export function costOf(command, env) {
  const { stdout, stderr, status, error } = spawnSync('python3', [script, ...command], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (error || status !== 0) throw error ?? new Error(stderr);
  return JSON.parse(stdout);
}

/** The middle of a figure taken round by round, and its ends. */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { middle: sorted[sorted.length >> 1], lowest: sorted[0], highest: sorted.at(-1) };
}

/** A figure of each round made of the costs of that round. */
export function perRound(costs, figure) {
  const [first] = Object.values(costs);
  return summary(
    first.map((_, round) => figure(Object.fromEntries(Object.entries(costs).map(([name, all]) => [name, all[round]])))),
  );
}

export function isThere(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}
