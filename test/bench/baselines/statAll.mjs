/** The least that a warm start takes in Node: every log is listed and asked for its size. */
import fs from 'node:fs';
import { logsBelow } from './logsBelow.mjs';

let bytes = 0;
for (const log of logsBelow(process.argv[2])) bytes += fs.statSync(log).size;
console.log(bytes);
