/**
 * Questions to another process that answers with a message: a number tells which answer belongs to which question. An
 * answer that does not come in time is none.
 */
export class Questions<Answer> {
  private readonly open = new Map<number, (answer: Answer | undefined) => void>();
  private asked = 0;

  constructor(private readonly patienceMs: number) {}

  /** @param send puts the question with this number on its way */
  ask(send: (id: number) => void): Promise<Answer | undefined> {
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve) => {
      const late = setTimeout(() => this.settle(id, undefined), this.patienceMs);
      this.open.set(id, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      send(id);
    });
  }

  answered(id: number, answer: Answer): void {
    this.settle(id, answer);
  }

  private settle(id: number, answer: Answer | undefined): void {
    const resolve = this.open.get(id);
    this.open.delete(id);
    resolve?.(answer);
  }
}
