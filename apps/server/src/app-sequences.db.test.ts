import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { brokenInAnswers, Planted } from './testing/sequences/answers';
import { brokenInDatabase } from './testing/sequences/oracle';
import { type Asked, Player, sequenceOf, type Together } from './testing/sequences/play';
import { shrink } from './testing/sequences/shrink';
import { startTestApp, type TestApp } from './testing/test-app';

/** `npm run faults -- sequences` plays 100,000. */
const CALLS = Number(process.env.TONGXING_SEQUENCE_CALLS ?? 3_000);
const SEED = Number(process.env.TONGXING_SEQUENCE_SEED ?? randomInt(2 ** 31));
/** Each sequence has a city of its own. */
const CALLS_OF_ONE = 1_500;
/** What must hold is looked up after about so many calls. */
const LOOK_EVERY = 100;
const MOST_TRIES = 24;
const LONGEST_MS = 60_000 + CALLS * 40;

interface Played {
  readonly broken: readonly string[];
  /** Groups that were played until then. */
  readonly groups: readonly Together[];
  readonly asked: readonly Asked[];
  /** Rows that show that something happened. */
  readonly reached: Readonly<Record<string, number>>;
}

/** Plays a sequence on a fresh city until it is over or something does not hold. */
async function playOut(sequence: readonly Together[]): Promise<Played> {
  // Everybody comes from one address.
  const t = await startTestApp({ settings: { TONGXING_PUBLIC_REQUESTS_PER_MINUTE: '1000000' } });
  try {
    const [player, planted] = [await Player.on(t), new Planted(t.city)];
    const asked: Asked[] = [];
    let looked = 0;
    for (const [place, together] of sequence.entries()) {
      asked.push(...(await player.play(together)));
      if (asked.length - looked < LOOK_EVERY && place < sequence.length - 1) continue;
      const broken = [...(await brokenInAnswers(t, planted, asked.slice(looked))), ...(await brokenInDatabase(t))];
      looked = asked.length;
      if (broken.length > 0) return { broken, groups: sequence.slice(0, place + 1), asked, reached: {} };
    }
    return { broken: [], groups: sequence, asked, reached: await reachedIn(t) };
  } finally {
    await t.stop();
  }
}

async function reachedIn(t: TestApp): Promise<Record<string, number>> {
  const { rows } = await sql<{ what: string; count: number }>`
    select 'evidence ' || kind as what, count(*) as count from evidence_steps where note is distinct from '演示数据 Demonstration' group by 1
    union all select 'person who is a case again', count(*) from (select from cases group by person_id having count(*) > 1) p
    union all select 'trace ' || state, count(*) from traces group by 1
    union all select action, count(*) from audit_events where action in ('person.reveal', 'trace.trajectory', 'trace.contacts', 'person.find', 'person.claim', 'rights_request.granted') group by 1`.execute(
    t.owner,
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}

const lineOf = ({ call, answer }: Asked) =>
  `${call.actor.name}: ${call.endpoint.method} ${call.path} ${call.body === undefined ? '' : JSON.stringify(call.body)} → ${answer.status} ${answer.json?.code ?? ''}`;

/** What does not hold, and the shortest sequence of calls that shows it. */
async function explain(seed: number, { broken, groups }: Played): Promise<string> {
  const fails = async (tried: readonly Together[]) => (await playOut(tried)).broken.length > 0;
  const fewer = await shrink(groups, fails, MOST_TRIES);
  // One call after the other, where that is enough.
  const single = fewer.flat().map((call) => [call]);
  const again = await playOut((await fails(single)) ? await shrink(single, fails, MOST_TRIES) : fewer);
  const calls =
    again.broken.length > 0 ? again.asked.filter(({ answer }) => answer.status < 400).map(lineOf) : ['(by timing: did not happen again)'];
  const said = again.broken.length > 0 ? again.broken : broken;
  return [`TONGXING_SEQUENCE_SEED=${seed}`, ...said.slice(0, 5), 'calls that were carried out:', ...calls.slice(-40)].join('\n  ');
}

const REACHED = [
  'evidence confirmed',
  'evidence refused',
  'evidence withdrawn',
  'trace completed',
  'person.reveal',
  'trace.trajectory',
  'trace.contacts',
  'person.find',
  'person.claim',
  'rights_request.granted',
];

describe('random calls of every role, colluding and at once', () => {
  it(
    `never reach what nobody may (${CALLS} calls, seed ${SEED})`,
    async () => {
      const total = new Map<string, number>();
      let made = 0;
      for (let seed = SEED; made < CALLS; seed += 1) {
        const played = await playOut(sequenceOf(seed, Math.min(CALLS_OF_ONE, CALLS - made)));
        if (played.broken.length > 0) throw new Error(await explain(seed, played));
        made += played.asked.length;
        for (const [what, count] of Object.entries(played.reached)) total.set(what, (total.get(what) ?? 0) + count);
      }
      process.stdout.write(`${JSON.stringify({ sequences: { seed: SEED, calls: made, ...Object.fromEntries([...total].sort()) } })}\n`);
      // Otherwise nothing was tried.
      expect(REACHED.filter((what) => (total.get(what) ?? 0) === 0)).toEqual([]);
    },
    LONGEST_MS,
  );
});
