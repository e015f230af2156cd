/** Late answers lose: of several questions with one key, all get the answer to the last one. */
export class Latest<Key, Answer> {
  readonly #asked = new Map<Key, Promise<Answer>>();

  async ask(key: Key, question: () => Promise<Answer>): Promise<Answer> {
    let pending = question();
    this.#asked.set(key, pending);
    for (;;) {
      const answer = await pending;
      const last = this.#asked.get(key) ?? pending;
      if (last === pending) return answer;
      pending = last;
    }
  }

  forget(key: Key): void {
    this.#asked.delete(key);
  }
}
