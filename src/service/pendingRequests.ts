/** Questions to the worker that wait for their answers. Once nobody is there to answer, each fails at once. */
interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

export class OpenQuestions {
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #end: Error | undefined;

  /** `say` gets the number that the answer is to name. */
  ask<Answer>(say: (number: number) => void): Promise<Answer> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const number = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve: (answer) => resolve(answer as Answer), reject });
      say(number);
    });
  }

  answer(number: number, answer: unknown): void {
    this.#take(number)?.resolve(answer);
  }

  fail(number: number, error: Error): void {
    this.#take(number)?.reject(error);
  }

  /** Fails all of them, and those that are asked from now on. */
  end(error: Error): void {
    this.#end ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }

  #take(number: number): Waiting | undefined {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    return waiting;
  }
}
