/** One test file under Windows' Node: main.cjs BUNDLE RESULT_FILE. */
const path = require('node:path');
const { pathToFileURL } = require('node:url');

require('./limits.cjs');
const [file, resultFile] = process.argv.slice(2);
import(pathToFileURL(path.join(path.dirname(file), 'vitest.mjs')).href)
  .then(({ runFile }) => runFile(file, resultFile))
  .then(() => process.exit(0));
