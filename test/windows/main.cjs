/** One test file under Windows' Node: main.cjs BUNDLE RESULT_FILE SOURCE. */
const path = require('node:path');
const { pathToFileURL } = require('node:url');

require('./limits.cjs');
// By Windows' names; Wine hands them over by no other way.
process.env.TEMP = process.env.TMP = process.env.SESSION_SCOPE_TEMPORARY;
// Where nothing else is waited for, a test that waits for an event still ends by its own time.
setInterval(() => {}, 60_000);
const [file, resultFile, source] = process.argv.slice(2);
import(pathToFileURL(path.join(path.dirname(file), 'vitest.mjs')).href)
  .then(({ runFile }) => runFile(file, resultFile, source))
  .then(() => process.exit(0));
