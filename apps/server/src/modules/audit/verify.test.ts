import { describe, expect, it } from 'vitest';
import { TEST_KEYS } from '../../testing/keys';
import { type Content, contentHash } from './content';
import { verifyLines } from './exported-log';
import { GENESIS, type Head, type Seal, SealKeys, sealHash } from './seal';
import type { FindingKind } from './verify';

const keys = SealKeys.fromSecret(TEST_KEYS.sign);
const SEALS = 12;
const MUTATIONS = 1_000;

/** Small, seeded, repeatable: a failure names its seed. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Segment {
  seal: Seal;
  events: Content[];
}

const event = (id: number): Content => [
  String(id),
  String(1_772_354_000_000_000 + id * 1_000_003),
  String(700 + id),
  String(id % 5),
  ['dispatcher', 'auditor', 'epidemiologist'][id % 3] ?? '',
  'dispatcher_110',
  '330102',
  'person.reveal',
  `incident:${id}`,
  id % 2 === 0 ? null : 'a3'.repeat(16),
  null,
  `第 ${id} 号 reason`,
  null,
  '{"state":"open"}',
  `request-${id}`,
];

function sealed(events: Content[], last: Seal | undefined, signer: SealKeys = keys): Seal {
  const body = {
    number: (last?.number ?? 0) + 1,
    position: (last?.position ?? 0) + events.length,
    sealedAt: new Date(1_772_354_000_000 + (last?.number ?? 0) * 1_000).toISOString(),
    eventIds: events.map(([id]) => id),
    contentHashes: events.map(contentHash),
    completeBefore: String(700 + Number(events[0]?.[0] ?? 0)),
    snapshotEnd: '9999',
    afterId: '0',
  };
  const hashed = { ...body, hash: sealHash(body, last?.hash ?? GENESIS) };
  return { ...hashed, signature: signer.sign(hashed) };
}

/** A log of some events in each of {@link SEALS} seals. */
const WHOLE = (() => {
  const log: Segment[] = [];
  for (let number = 1, id = 1; number <= SEALS; number += 1) {
    const events = Array.from({ length: 1 + ((number * 7) % 5) }, () => event(id++));
    log.push({ seal: sealed(events, log.at(-1)?.seal), events });
  }
  return log;
})();
const makeLog = () => structuredClone(WHOLE);

const lines = (log: readonly Segment[]) => [
  JSON.stringify({ tongxingAudit: 1, publicKey: keys.publicKey }),
  ...log.flatMap(({ seal, events }) => [JSON.stringify({ seal }), ...events.map((one) => JSON.stringify({ event: one }))]),
];

const headOf = (log: readonly Segment[]): Head | undefined => log.at(-1)?.seal;

/** Everything after a place made to fit again, as somebody would who has the database but not the key. */
function continueFrom(log: Segment[], place: number, signer: SealKeys | undefined): void {
  for (let at = place; at < log.length; at += 1) {
    const segment = log[at];
    if (segment === undefined) continue;
    const { signature } = segment.seal;
    const made = sealed(segment.events, log[at - 1]?.seal, signer ?? keys);
    segment.seal = signer === undefined ? { ...made, signature } : made;
  }
}

type Pick = (below: number) => number;
/** The event that is no longer what it was, or the seal from which on nothing fits. */
interface Place {
  readonly seal: number;
  readonly position?: number;
  readonly eventId?: string;
}

/** What somebody may do to a log, with the place at which it is to be found. */
const MUTATIONS_BY_NAME: Readonly<Record<string, (log: Segment[], pick: Pick) => Place>> = {
  edit(log, pick) {
    const { segment, place, at } = some(log, pick);
    segment.events[place] = edited(segment.events[place] ?? event(0), pick);
    return at;
  },
  delete(log, pick) {
    const { segment, place, at } = some(log, pick);
    segment.events.splice(place, 1);
    return at;
  },
  insert(log, pick) {
    const { segment, place } = some(log, pick);
    segment.events.splice(place, 0, event(5_000 + pick(1_000)));
    return { seal: segment.seal.number, eventId: segment.events[place]?.[0] ?? '' };
  },
  repeat(log, pick) {
    const { segment, place } = some(log, pick);
    segment.events.splice(place, 0, segment.events[place] ?? event(0));
    return { seal: segment.seal.number, eventId: segment.events[place]?.[0] ?? '' };
  },
  swap(log, pick) {
    const one = some(log, pick);
    let other = some(log, pick);
    while (other.at.eventId === one.at.eventId) other = some(log, pick);
    const kept = one.segment.events[one.place] ?? event(0);
    one.segment.events[one.place] = other.segment.events[other.place] ?? event(0);
    other.segment.events[other.place] = kept;
    return one.at.position < other.at.position ? one.at : other.at;
  },
  cut(log, pick) {
    const from = 1 + pick(log.length - 1);
    log.splice(from);
    return { seal: from + 1 };
  },
  'drop a seal'(log, pick) {
    const place = pick(log.length - 1);
    log.splice(place, 1);
    return { seal: place + 1 };
  },
  'swap seals'(log, pick) {
    const place = pick(log.length - 1);
    const [one, other] = log.splice(place, 2);
    if (one !== undefined && other !== undefined) log.splice(place, 0, other, one);
    return { seal: place + 1 };
  },
  'edit and cover'(log, pick) {
    const { segment, place, at } = some(log, pick);
    segment.events[place] = edited(segment.events[place] ?? event(0), pick);
    continueFrom(log, segment.seal.number - 1, undefined);
    return { seal: at.seal };
  },
  'delete and cover'(log, pick) {
    const { segment, place, at } = some(log, pick);
    segment.events.splice(place, 1);
    continueFrom(log, segment.seal.number - 1, undefined);
    return { seal: at.seal };
  },
  'rewrite with another key'(log, pick) {
    const { segment, place, at } = some(log, pick);
    segment.events[place] = edited(segment.events[place] ?? event(0), pick);
    continueFrom(log, 0, SealKeys.fromSecret(Buffer.alloc(32, 9)));
    return { seal: Math.min(1, at.seal) };
  },
  'rewrite with the stolen key'(log, pick) {
    const { segment, place } = some(log, pick);
    segment.events[place] = edited(segment.events[place] ?? event(0), pick);
    continueFrom(log, segment.seal.number - 1, keys);
    // Only the head outside still knows: it names where the log met it.
    return { seal: SEALS };
  },
};

function some(log: Segment[], pick: Pick) {
  const segment = log[pick(log.length)] ?? { seal: sealed([], undefined), events: [] };
  const place = pick(segment.events.length);
  const position = segment.seal.position - segment.seal.eventIds.length + 1 + place;
  return { segment, place, at: { seal: segment.seal.number, position, eventId: segment.events[place]?.[0] ?? '' } };
}

/** One field is another one; never the id, which would be a deletion and an insertion. */
function edited(content: Content, pick: Pick): Content {
  const field = 1 + pick(content.length - 1);
  return content.map((value, place) => (place === field ? `${value ?? ''}0` : value)) as unknown as Content;
}

const NAMES = Object.keys(MUTATIONS_BY_NAME);

describe('an exported log', () => {
  it('is sound as it was written', async () => {
    const log = makeLog();
    const head = headOf(log);
    const events = log.reduce((sum, segment) => sum + segment.events.length, 0);
    expect(await verifyLines(lines(log), { keys, head })).toMatchObject({ found: 0, seals: SEALS, events });
  });

  it('is sound against a head that was carried away earlier', async () => {
    const log = makeLog();
    expect(await verifyLines(lines(log), { keys, head: log[4]?.seal })).toMatchObject({ found: 0, head: { number: 5 } });
  });

  it(`shows each of ${MUTATIONS} changes, and where it is`, async () => {
    const missed: string[] = [];
    const found = new Set<FindingKind>();
    for (let seed = 1; seed <= MUTATIONS; seed += 1) {
      const name = NAMES[seed % NAMES.length] ?? '';
      const log = makeLog();
      const head = headOf(log);
      const at = MUTATIONS_BY_NAME[name]?.(log, dice(seed));
      const { findings } = await verifyLines(lines(log), { keys, head });
      for (const { kind } of findings) found.add(kind);
      const named = findings.some(
        (finding) =>
          (at?.eventId !== undefined && finding.eventId === at.eventId) ||
          (at?.position !== undefined && finding.position === at.position) ||
          (at?.position === undefined && at?.eventId === undefined && finding.seal === at?.seal),
      );
      if (!named) missed.push(`seed ${seed}, ${name}: ${JSON.stringify(at)} not in ${JSON.stringify(findings.slice(0, 3))}`);
    }
    expect(missed).toEqual([]);
    expect([...found].sort()).toEqual(
      [
        'event_changed',
        'event_inserted',
        'event_missing',
        'event_moved',
        'log_ends_early',
        'log_rewritten',
        'seal_changed',
        'seal_missing',
        'seal_not_ours',
      ].sort(),
    );
  }, 60_000);

  it('shows any line that was changed, dropped, doubled or moved', async () => {
    const whole = lines(makeLog());
    const head = headOf(makeLog());
    for (let seed = 1; seed <= 300; seed += 1) {
      const pick = dice(seed);
      const changed = [...whole];
      const place = 1 + pick(whole.length - 1);
      const line = whole[place] ?? '';
      const letter = pick(line.length);
      const ways = [
        () => changed.splice(place, 1),
        () => changed.splice(place, 0, line),
        () => changed.splice(place, 1, line.slice(0, letter) + (line[letter] === '7' ? '8' : '7') + line.slice(letter + 1)),
        () => changed.push(...changed.splice(place, 1)),
      ];
      ways[seed % ways.length]?.();
      if (changed.join('\n') === whole.join('\n')) continue;
      expect((await verifyLines(changed, { keys, head })).found, `seed ${seed}`).toBeGreaterThan(0);
    }
  }, 60_000);

  it('does not believe a head of another key', async () => {
    const log = makeLog();
    const last = log.at(-1)?.seal;
    const other = SealKeys.fromSecret(Buffer.alloc(32, 9));
    const head = last && { ...last, signature: other.sign(last) };
    expect((await verifyLines(lines(log), { keys, head })).findings).toMatchObject([{ kind: 'head_not_ours' }]);
  });
});
