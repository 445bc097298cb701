import type { Shown } from '../samples';
import type { TestApp } from '../test-app';
import type { Answer } from '../wire';
import { type Actor, everyActor } from './actors';
import { diceOf } from './dice';
import { type Call, collectionOf, drawCall, KnownIds, type Stage } from './draw';
import { prelude } from './prelude';

/** A call and what came of it. */
export interface Asked {
  readonly call: Call;
  readonly answer: Answer;
}

/** Seeds of calls that are made at the same time; one alone is a call after the others. */
export type Together = readonly number[];

const MOST_TOGETHER = 8;
/** As often two accounts of one role do the same at once. */
const COLLUDING_SHARE = 0.15;

/** Groups of call seeds that a seed gives, `calls` in all. */
export function sequenceOf(seed: number, calls: number): Together[] {
  const dice = diceOf(seed);
  const groups: Together[] = [];
  for (let made = 0; made < calls; ) {
    const size = Math.min(1 + dice.below(MOST_TOGETHER), calls - made);
    groups.push(Array.from({ length: size }, () => dice.below(2 ** 32)));
    made += size;
  }
  return groups;
}

/** Plays calls against a platform, and learns ids from its answers. */
export class Player {
  private readonly shown = new Map<string, Promise<Shown>>();

  private constructor(private readonly stage: Stage) {}

  static async on(t: TestApp): Promise<Player> {
    const stage = { t, actors: await everyActor(t), ids: new KnownIds() };
    await prelude(stage);
    return new Player(stage);
  }

  /** All calls of a group are drawn before the first is sent. */
  async play(together: Together): Promise<Asked[]> {
    const calls = together.flatMap((seed) => {
      const call = drawCall(this.stage, seed);
      const twin = this.twinOf(call.actor);
      return twin !== undefined && diceOf(seed ^ 1).happens(COLLUDING_SHARE) ? [call, { ...call, actor: twin }] : [call];
    });
    // A call without an answer, on a machine that stood still, is one nobody learns from.
    const answers = await Promise.all(calls.map((call) => this.ask(call).catch(() => undefined)));
    const asked = calls.flatMap((call, place) => {
      const answer = answers[place];
      return answer === undefined ? [] : [{ call, answer }];
    });
    for (const one of asked) this.learn(one);
    return asked;
  }

  private twinOf({ twin }: Actor): Actor | undefined {
    return this.stage.actors.find(({ name }) => name === twin);
  }

  private async ask({ endpoint, actor, path, body }: Call): Promise<Answer> {
    const shown = this.shown.get(actor.name) ?? actor.show();
    this.shown.set(actor.name, shown);
    const sent = { ...(await shown), ...(body === undefined ? {} : { body }) };
    const answer = await this.stage.t.send(endpoint.method, path, sent);
    // A session that ended, by its own hand or by an administrator's: the next call begins another.
    if (answer.status === 401 || endpoint.method === 'DELETE') this.shown.delete(actor.name);
    return answer;
  }

  private learn({ call, answer }: Asked): void {
    if (answer.json === undefined || answer.status >= 400) return;
    const { ids } = this.stage;
    const items = Array.isArray(answer.json.items) ? (answer.json.items as Record<string, unknown>[]) : [answer.json];
    for (const item of items) {
      ids.add(collectionOf(call.endpoint.path), item.id);
      ids.add('incidents', item.incidentId);
      ids.add('cases', item.caseId);
    }
  }
}
