/** The command line that takes a session up again, quoted for a shell. */
import type { SessionId } from '../core/model.ts';
import { lazyRegExp } from '../core/text/lazyRegExp.ts';

const unsafe = lazyRegExp(String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]`, 'u');

export type ShellFamily = 'posix' | 'fish' | 'powershell' | 'cmd';

/** The one command that resumes a session. A session ID is a UUID: nothing in it means anything to a shell. */
export function resumeCommand(id: SessionId): string {
  return `claude --resume ${id}`;
}

/** Which rules of quoting a shell has, by its path. */
export function shellFamily(shell: string): ShellFamily {
  const name = /[^/\\]*$/.exec(shell.toLowerCase())?.[0].replace(/\.exe$/, '') ?? '';
  if (name === 'pwsh' || name === 'powershell' || name.startsWith('pwsh-')) return 'powershell';
  if (name === 'cmd') return 'cmd';
  return name === 'fish' ? 'fish' : 'posix';
}

export interface ResumePlace {
  readonly folder: string | undefined;
  readonly configDir: string | undefined;
}

/**
 * The same, in the session's folder and with its data root where a client would look in another. `undefined` when a
 * path has characters that cannot be pasted into this shell as they are.
 */
export function resumeCommandIn(
  { folder, configDir }: ResumePlace,
  id: SessionId,
  shell: ShellFamily,
): string | undefined {
  const paths = [folder, configDir].filter((one) => one !== undefined);
  if (paths.some((one) => unsafe().test(one))) return undefined;
  const resume = resumeCommand(id);
  switch (shell) {
    case 'posix':
    case 'fish': {
      const quote = shell === 'fish' ? fishQuoted : posixQuoted;
      const start = configDir === undefined ? resume : `env CLAUDE_CONFIG_DIR=${quote(configDir)} ${resume}`;
      return folder === undefined ? start : `cd ${quote(folder)} && ${start}`;
    }
    case 'powershell': {
      const start =
        configDir === undefined ? resume : `$env:CLAUDE_CONFIG_DIR = ${powershellQuoted(configDir)}; ${resume}`;
      return folder === undefined
        ? start
        : `Set-Location -LiteralPath ${powershellQuoted(folder)}; if ($?) { ${start} }`;
    }
    case 'cmd': {
      // Between quotes too, a percent sign begins a variable, and an exclamation mark may.
      if (paths.some((one) => /["%!^]/.test(one))) return undefined;
      const start = configDir === undefined ? resume : `set "CLAUDE_CONFIG_DIR=${configDir}" && ${resume}`;
      return folder === undefined ? start : `cd /d "${folder}" && ${start}`;
    }
  }
}

function posixQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

/** PowerShell takes the typographic quotes for quotes, too. */
function powershellQuoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}
