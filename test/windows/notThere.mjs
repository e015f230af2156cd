/** Test files, and single tests as `file: name`, that are not run under Windows' Node here, and why. */
export const notThere = [
  [
    /^test\/unit\/(?:host|presentation|service|views|worker)\//,
    'of the extension: needs what Wine has not; CI runs it in Node on Windows',
  ],
  [
    /^test\/unit\/(?:documents|cli\/package|cli\/plugin|contract\/|security\/supplyChain)/,
    'of the repository, not of a system',
  ],
  [/^test\/unit\/cli\/hostsTable/, 'asks machines by an sshd, and DuckDB, which Wine has not'],
  [/^test\/unit\/(?:index\/followingIndex|security\/fuzzedInputs|cli\/truthOf)/, 'takes many minutes under Wine'],
  [/cli\/errors\.test\.ts: a working directory that is gone/, 'Windows keeps the working directory of a process'],
  [/cli\/watch\.test\.ts: watch > prints a line for every change/, 'Windows has no signal that asks a process to stop'],
  [
    /cli\/cache\.test\.ts: the cache > (?:lies below|is written beside)/,
    'Windows has no mode bits, and Wine no file IDs that last',
  ],
  [/cli\/files\.test\.ts: touched > /, 'paths of another system, and a program git of this one'],
  [/cli\/publicReports\.test\.ts: .*'windows log read on linux'/, 'it is read on Windows here'],
  [/disk\/errors\.test\.ts: .*a path that is not there/, 'Windows has no ENOTDIR'],
  [/disk\/repositories\.test\.ts: .*a \.git that is a pipe/, 'Windows has no such pipes'],
  [
    /live\/directoryWatcher\.test\.ts: a watched folder > that (?:was deleted|is gone)/,
    'Wine tells of no folder that is gone',
  ],
  [/index\/forgedCache\.test\.ts: .*any byte of the head/, 'takes many minutes under Wine'],
  [/index\/(?:liveSessions|indexCache|damagedCache)\.test\.ts: the file/, 'Wine removes an opened file late'],
  [
    /(?:answers\/ownersOfPath|index\/indexCache)\.test\.ts: .*named in capitals/,
    'Wine renames nothing where only the case of a name is another',
  ],
  [
    /answers\/ownersOfPath\.test\.ts: .*of todos, a task, a checkpoint/,
    'to Windows an ID in capitals is the same name',
  ],
];
