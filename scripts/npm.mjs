import { execFileSync } from 'node:child_process';

/**
 * Runs npm; on Windows that is a batch file, which only a shell can run. Throws when it fails.
 * @param {readonly string[]} args
 * @param {import('node:child_process').ExecFileSyncOptions} options
 */
export function npm(args, options) {
  return execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
}
