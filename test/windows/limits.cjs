/**
 * What tests do that Windows, or Wine, has not: they are skipped by the reason that is thrown here. All else is as it is there.
 */
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');

const { chmodSync } = fs;
const ordinary = [0o755, 0o700, 0o644];

fs.chmodSync = (file, mode) => {
  if (!ordinary.includes(mode)) throw new Error('not here: Windows has no rights of this kind');
  chmodSync(file, mode);
};

if (process.env.SESSION_SCOPE_WINE === '1') {
  fs.symlinkSync = () => {
    throw new Error('not here: Wine makes no links');
  };
  require('./filesForPipes.cjs');
}
syncBuiltinESMExports();
