/**
 * Several calls of the CLI, one after the other in one process, since Wine takes its time to start one: severalCalls.cjs CLI, with the
 * arguments of each call as JSON in CALLS. The CLI is loaded anew for each; a call has ended when nothing is left to be done.
 */
const path = require('node:path');

const cli = path.resolve(process.argv[2]);
const calls = JSON.parse(process.env.CALLS);
process.on('beforeExit', () => {
  const args = calls.shift();
  // What is begun within the event alone would not be waited for.
  if (args !== undefined) setImmediate(call, args);
});

function call(args) {
  for (const file of Object.keys(require.cache)) delete require.cache[file];
  process.removeAllListeners('uncaughtException');
  process.exitCode = undefined;
  process.argv = [process.execPath, cli, ...args];
  require(cli);
}
