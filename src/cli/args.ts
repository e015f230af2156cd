/**
 * The arguments of a call, by the rules of `node:util` parseArgs in its strict form, which takes longer to load than a
 * slug takes to be looked up. A value that begins with a dash is given as `--name=value`.
 */

/** What an option takes: text, or nothing. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  /** The values of all its uses are kept; else the last one counts. */
  readonly multiple?: boolean;
  /** Its name of one letter, for options that take nothing. */
  readonly short?: string;
}
export type CommandOptions = Readonly<Record<string, CommandOption>>;

export interface ParsedArgs {
  /** Options by name: `true`, text, or all texts of one that can be given several times. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Words without a dash, and all that stands behind `--`. */
  readonly positionals: readonly string[];
}

/** Gives a sentence when the arguments do not fit the options. */
export function parseArguments(args: readonly string[], options: CommandOptions): ParsedArgs | string {
  const values = Object.create(null) as Record<string, unknown>;
  const positionals: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') {
      positionals.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    if (!word.startsWith('--')) {
      const unknown = takeLetters(word.slice(1), options, values);
      if (unknown !== undefined) return `There is no option -${unknown}; --help lists them.`;
      continue;
    }
    const equals = word.indexOf('=', 3);
    const name = word.slice(2, equals === -1 ? undefined : equals);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) return `There is no option --${name}; --help lists them.`;
    if (option.type === 'boolean') {
      if (equals !== -1) return `--${name} takes no value.`;
      values[name] = true;
      continue;
    }
    const value = equals === -1 ? args[++at] : word.slice(equals + 1);
    if (value === undefined || (equals === -1 && isOptionLike(value))) return `--${name} takes a value.`;
    values[name] = option.multiple === true ? [...((values[name] as string[] | undefined) ?? []), value] : value;
  }
  return { values, positionals };
}

/** Options of one letter, one behind the other. Returns the first letter that is none. */
function takeLetters(letters: string, options: CommandOptions, values: Record<string, unknown>): string | undefined {
  for (const letter of letters) {
    const name = Object.keys(options).find((one) => options[one]?.short === letter);
    if (name === undefined) return letter;
    values[name] = true;
  }
  return undefined;
}

function isOptionLike(value: string): boolean {
  return value.length > 1 && value.startsWith('-');
}
