/**
 * Node dies under Wine when its standard output is a pipe (EBADF, a fault of Wine's). So programs that tests run and wait for
 * get files in place of pipes. All else is as it is on Windows.
 */
const childProcess = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { spawnSync } = childProcess;

childProcess.spawnSync = (command, args, options) => {
  const [argv, settings] = Array.isArray(args) ? [args, options ?? {}] : [[], args ?? {}];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pipes-'));
  const inFolder = (name) => path.join(folder, name);
  fs.writeFileSync(inFolder('0'), settings.input ?? '');
  const files = [0, 1, 2].map((fd) => fs.openSync(inFolder(`${fd}`), fd === 0 ? 'r' : 'w'));
  try {
    const { encoding } = settings;
    const run = spawnSync(command, argv, { ...settings, input: undefined, encoding: undefined, stdio: files });
    const said = [1, 2].map((fd) => {
      const bytes = fs.readFileSync(inFolder(`${fd}`));
      return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
    });
    return { ...run, stdout: said[0], stderr: said[1], output: [null, ...said] };
  } finally {
    for (const fd of files) fs.closeSync(fd);
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

childProcess.execFileSync = (command, args, options) => {
  const run = childProcess.spawnSync(command, args, options);
  if (run.error || run.status !== 0) {
    throw Object.assign(run.error ?? new Error(`${command} ended with ${run.status}: ${run.stderr}`), run);
  }
  return run.stdout;
};
