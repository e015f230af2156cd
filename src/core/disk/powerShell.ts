/**
 * What the PowerShell that is part of Windows says of processes. `wmic` is not on newer ones, and its times lack the
 * last digit.
 */
import * as path from 'node:path';

/**
 * One line `PID FILETIME` for each process that may be looked at: digits alone, the same in every language, and in
 * PowerShell 5 and 7. No quotation marks, which Node and Windows would each quote.
 */
export const script =
  "foreach ($p in Get-Process) { try { '{0} {1}' -f $p.Id, $p.StartTime.ToFileTimeUtc() } catch { } }";

/** When all processes started. */
export const processStarts = {
  call: () => ({
    file: path.win32.join(systemRoot(), 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script],
    env: environment(),
    longestRun: 10_000,
  }),
  parse: startsOfPowerShell,
  // It takes half a second of a processor.
  freshFor: 300_000,
} as const;

/** The starts in what `script` prints, by process. */
export function startsOfPowerShell(lines: string): Map<number, string> {
  const starts = new Map<number, string>();
  for (const [, pid, start] of lines.matchAll(/^\uFEFF?(\d{1,10}) ([1-9]\d{14,18})\r?$/gm))
    if (start !== undefined) starts.set(Number(pid), start);
  return starts;
}

function systemRoot(): string {
  const named = process.env.SystemRoot;
  return named !== undefined && /^[A-Za-z]:\\/.test(named) ? named : 'C:\\Windows';
}

/** Without the path of PowerShell 7's modules, which those of PowerShell 5 do not load: a terminal of it sets that. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.toLowerCase() !== 'psmodulepath'));
}
