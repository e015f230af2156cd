/** By names of files, and of tests as `file: suite > name`. */
const notThere = [
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
  [
    /cli\/modificationTimes\.test\.ts: .* > in (?!2\.1\.3)/,
    'takes many minutes under Wine: recordings of 2.1.3 and later are asked',
  ],
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
  [/roots\/liveRegistry\.test\.ts: .*is read again while/, 'Wine holds a writer up for longer than a reader waits'],
  [/log\/scanner\/lineScanner\.test\.ts: the compiled scanner/, 'esbuild, which makes it, is not there for Windows'],
  [/scratch\/selectStale\.test\.ts: .*equals an oracle/, 'Wine makes no links'],
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

/** Why a test file, or a test of one, is not run under Windows' Node here; `undefined`: it is. */
export function notThereFor(name) {
  return notThere.find(([some]) => some.test(name))?.[1];
}
