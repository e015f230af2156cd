/**
 * Starts of processes as a program tells them: of all processes in one run, which is asked for when a new one is
 * wanted.
 */
import { runProgram, runProgramLater, type ProgramCall } from './programs.ts';
import { isAlive } from './processes.ts';

export interface StartSource {
  readonly call: () => ProgramCall;
  /** The starts by process in what the program prints; lines that tell of none are left out. */
  readonly parse: (output: string) => Map<number, string>;
  /**
   * Milliseconds until a process is asked for again: a number that a process left is not given to another one so soon.
   */
  readonly freshFor: number;
}

/** Milliseconds in which a process that the program did not tell of is not asked for again. */
const justAsked = 1000;

/**
 * Milliseconds until a program that failed so many times in a row is run again. A failure is no answer, but a program
 * that never runs (a policy) must not be tried all the time.
 */
function pauseAfter(failures: number, { freshFor }: StartSource): number {
  return Math.min(justAsked * 2 ** (failures - 1), Math.max(freshFor, justAsked));
}

/**
 * In between only whether the process is there is looked at. `undefined` also of a process that the program says
 * nothing of.
 */
export class AskedStarts {
  readonly #source: StartSource;
  readonly #mayRunPrograms: () => boolean;
  readonly #known: (() => void) | undefined;
  #starts = new Map<number, string | undefined>();
  #askedAt = -Infinity;
  #failures = 0;
  #failedAt = -Infinity;
  #isAsking = false;
  readonly #wanted = new Set<number>();

  /** With `known` the program is not waited for; it is called when more is known. */
  constructor(source: StartSource, mayRunPrograms: () => boolean, known?: () => void) {
    this.#source = source;
    this.#mayRunPrograms = mayRunPrograms;
    this.#known = known;
  }

  startOf(pid: number): string | undefined {
    if (!isAlive(pid)) {
      this.#starts.delete(pid);
      return undefined;
    }
    const isFresh = this.#starts.has(pid) && performance.now() - this.#askedAt <= this.#source.freshFor;
    if (!isFresh) {
      if (!this.#mayRunPrograms()) return undefined;
      this.#ask(pid);
    }
    return this.#starts.get(pid);
  }

  #ask(pid: number): void {
    const rests = this.#failures > 0 && performance.now() - this.#failedAt <= pauseAfter(this.#failures, this.#source);
    if (rests) return;
    if (this.#known === undefined) {
      // Whoever waits does so once for all that is asked for together.
      if (performance.now() - this.#askedAt <= justAsked) return;
      this.#take(runProgram(this.#source.call()), [pid]);
      return;
    }
    // One that comes while the program runs may be missing in what it tells, and is asked for by the next run.
    this.#wanted.add(pid);
    if (this.#isAsking) return;
    this.#isAsking = true;
    const known = this.#known;
    // All that is wanted in this turn is asked for by one run.
    setImmediate(() => {
      const wanted = [...this.#wanted];
      this.#wanted.clear();
      void runProgramLater(this.#source.call()).then((output) => {
        this.#isAsking = false;
        this.#take(output, wanted);
        known();
      });
    });
  }

  #take(output: string | undefined, wanted: readonly number[]): void {
    // A run that told nothing takes back nothing, and answers nothing.
    if (output === undefined) {
      this.#failures++;
      this.#failedAt = performance.now();
      return;
    }
    this.#failures = 0;
    const told: Map<number, string | undefined> = this.#source.parse(output);
    const untold = [...this.#starts].flatMap(([pid, start]) => (start === undefined ? pid : []));
    for (const pid of [...untold, ...wanted]) if (!told.has(pid)) told.set(pid, undefined);
    this.#starts = told;
    this.#askedAt = performance.now();
  }
}
