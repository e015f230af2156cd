/** Completion of commands and options in shells, from the table of commands. */
import type { CommandOptions } from './args.ts';
import type { Command } from './command.ts';

export const completionShells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type CompletionShell = (typeof completionShells)[number];

/** A word that a shell offers, and one line on what it is. */
interface Offer {
  readonly word: string;
  readonly about: string;
  /** The options that may follow it, and whether words are paths. */
  readonly options: readonly string[];
  readonly takesPath: boolean;
}

/** The script for one shell, which offers commands, their options, and paths where a command takes one. */
export function completionScript(
  shell: CompletionShell,
  commands: Readonly<Record<string, Command>>,
  commonOptions: CommandOptions,
): string {
  const names = Object.keys(commands);
  const offers = Object.entries(commands).map(([word, command]): Offer => {
    const options = Object.keys({ ...command.options, ...commonOptions });
    const about = (command.help[1] ?? '').trim().replace(/[.:]$/, '');
    return { word, about, options: options.map((name) => `--${name}`), takesPath: command.positional === 'argument' };
  });
  return scripts[shell]([
    ...offers,
    { word: 'help', about: 'Explains a command', options: names, takesPath: false },
    { word: 'completion', about: 'Prints a completion script', options: completionShells, takesPath: false },
  ]);
}

const scripts: Readonly<Record<CompletionShell, (offers: readonly Offer[]) => string>> = {
  bash,
  zsh,
  fish,
  powershell,
};

/** Bash 3.2 too, which macOS has. Where nothing is offered, `-o default` completes paths. */
function bash(offers: readonly Offer[]): string {
  return `# source <(session-scope completion bash)
_session_scope() {
  local word=\${COMP_WORDS[COMP_CWORD]} words=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${offers.map(({ word }) => word).join(' ')}'
  else
    case \${COMP_WORDS[1]} in
${offers.map(({ word, options }) => `      ${word}) words='${options.join(' ')}' ;;`).join('\n')}
    esac
    case $words in --*) [[ $word == -* ]] || return 0 ;; esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _session_scope session-scope
`;
}

function zsh(offers: readonly Offer[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const described = ({ word, about }: Offer): string => quoted(`${word}:${about.replaceAll(':', '\\:')}`);
  return `#compdef session-scope
# source <(session-scope completion zsh)
_session_scope() {
  local -a words_offered
  if (( CURRENT == 2 )); then
    words_offered=(${offers.map(described).join(' ')})
    _describe command words_offered
    return
  fi
  case $words[2] in
${offers.map(({ word, options }) => `    ${word}) words_offered=(${options.join(' ')}) ;;`).join('\n')}
  esac
  if [[ $words_offered[1] == --* && $PREFIX != -* ]]; then _files; else compadd -- $words_offered; fi
}
compdef _session_scope session-scope
`;
}

function fish(offers: readonly Offer[]): string {
  const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = offers.flatMap(({ word, about, options, takesPath }) => {
    const within = `complete -c session-scope -n '__fish_seen_subcommand_from ${word}'`;
    return [
      `complete -c session-scope -n __fish_use_subcommand -a ${word} -d ${quoted(about)}`,
      ...options.map((option) =>
        option.startsWith('--') ? `${within} -l ${option.slice(2)}` : `${within} -a ${option}`,
      ),
      ...(takesPath ? [`${within} -F`] : []),
    ];
  });
  return `# session-scope completion fish | source\ncomplete -c session-scope -f\n${lines.join('\n')}\n`;
}

function powershell(offers: readonly Offer[]): string {
  const list = (words: readonly string[]): string => `@(${words.map((word) => `'${word}'`).join(', ')})`;
  return `# session-scope completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName session-scope -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $following = @{
${offers.map(({ word, options }) => `    '${word}' = ${list(options)}`).join('\n')}
  }
  $elements = $commandAst.CommandElements
  $isFirst = $elements.Count -eq 1 -or ($elements.Count -eq 2 -and $wordToComplete -ne '')
  $words = if ($isFirst) { ${list(offers.map(({ word }) => word))} } else { $following["$($elements[1])"] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
