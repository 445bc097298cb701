import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const server = (path: string) => read(`apps/server/src/${path}`);

/** A limit as its source states it: tries in minutes. */
interface Limit {
  readonly tries: number;
  readonly minutes: number;
}

/** What may be guessed, how many of it are there at once, and what limits guessing. */
interface Secret {
  readonly name: string;
  /** How many values there are. */
  readonly space: number;
  /** Alive at once in a large city: whoever finds any of them has found one. */
  readonly alive: number;
  readonly network: Limit;
  /** Of all networks together; undefined where only each by itself is limited. */
  readonly all?: Limit;
}

/** Networks that a guesser has: a botnet of some size. */
const NETWORKS = 10_000;
const MINUTES_A_YEAR = 365.25 * 24 * 60;

/** @throws Error when the source does not say it any more: then this table is to be thought through again. */
function numberIn(source: string, pattern: RegExp): number {
  const found = pattern.exec(source)?.[1];
  if (found === undefined) throw new Error(`${pattern} is not in the source`);
  return Number(found.replaceAll('_', ''));
}

function ruleIn(source: string, name: string): number {
  return numberIn(source, new RegExp(`name: '${name}', most: ([\\d_]+)`));
}

const doors = server('modules/passage/doors.ts');
const keys = server('modules/devices/keys.ts');
const numbers = server('modules/members/numbers.ts');
const codes = server('modules/identity/sign-in-store.ts');
const settings = server('platform/config.ts');
const publicRequests: Limit = { tries: numberIn(settings, /const PUBLIC_REQUESTS_PER_MINUTE = ([\d_]+)/), minutes: 1 };
const [triesOfAsker, triesOfOthers] = [numberIn(codes, /TRIES_OF_ASKER = ([\d_]+)/), numberIn(codes, /TRIES_OF_OTHERS = ([\d_]+)/)];
const codesADay = {
  ofNetwork: numberIn(codes, /const OF_NETWORK = \{.*perDay: ([\d_]+)/),
  ofNumber: numberIn(codes, /const OF_NUMBER = \{.*perDay: ([\d_]+)/),
};
/**
 * One network: its own tries of the codes it asks for, and those of others at the codes that the number is sent besides.
 * All of them: both at every code.
 */
const signIn = {
  ofNetwork: codesADay.ofNetwork * triesOfAsker + (codesADay.ofNumber - codesADay.ofNetwork) * triesOfOthers,
  ofAll: codesADay.ofNumber * (triesOfAsker + triesOfOthers),
};

const SECRETS: readonly Secret[] = [
  { name: 'venue code', space: 2 ** 60, alive: 1_000_000, network: publicRequests },
  {
    name: 'pairing code of a door screen',
    space: 10 ** 6,
    alive: 1,
    network: { tries: ruleIn(doors, 'pairing code'), minutes: 10 },
    all: { tries: ruleIn(doors, 'pairing code of all'), minutes: 10 },
  },
  {
    name: 'venue number, with the code of its venue',
    space: 10 ** 6,
    alive: 1,
    network: { tries: ruleIn(numbers, 'venue number'), minutes: 10 },
    // Tries at each number, and as many numbers as a venue may make in a day.
    all: { tries: ruleIn(numbers, 'venue number of all') * ruleIn(numbers, 'venue numbers made'), minutes: 1_440 },
  },
  { name: 'enrolment code of a device', space: 2 ** 55, alive: 1_000, network: { tries: ruleIn(keys, 'enrolment code'), minutes: 10 } },
  {
    name: 'sign-in code of one telephone',
    space: 10 ** 6,
    alive: 1,
    network: { tries: signIn.ofNetwork, minutes: 1_440 },
    all: { tries: signIn.ofAll, minutes: 1_440 },
  },
  { name: 'session of a device, invitation of an account, secret of a system', space: 2 ** 192, alive: 1_000_000, network: publicRequests },
  { name: 'id (UUID) of a device, venue, case …', space: 2 ** 122, alive: 10_000_000, network: publicRequests },
];

const perMinute = ({ tries, minutes }: Limit) => tries / minutes;

/** Minutes until one of those alive is found as likely as not, at a pace. */
function minutesToFind({ space, alive }: Secret, pace: number): number {
  return space / (2 * alive * pace);
}

function spoken(minutes: number): string {
  const years = minutes / MINUTES_A_YEAR;
  if (years >= 1_000) return `10^${Math.floor(Math.log10(years))} years`;
  if (years >= 1) return `${Math.round(years)} years`;
  return minutes >= 2_880 ? `${Math.round(minutes / 1_440)} days` : `${Math.round(minutes / 60)} hours`;
}

const limit = ({ tries, minutes }: Limit) =>
  `${tries.toLocaleString('en')} in ${minutes === 1 ? 'a minute' : minutes === 1_440 ? 'a day' : `${minutes} minutes`}`;

function rowOf(secret: Secret): string {
  const { name, space, alive, network, all } = secret;
  const many = Math.min(NETWORKS * perMinute(network), all === undefined ? Number.POSITIVE_INFINITY : perMinute(all));
  const bits = `${Math.floor(Math.log2(space))} bits`;
  const times = [perMinute(network), many].map((pace) => spoken(minutesToFind(secret, pace)));
  return `| ${[name, bits, alive.toLocaleString('en'), limit(network), all === undefined ? '—' : limit(all), ...times].join(' | ')} |`;
}

it('docs/operate/security.md says how long guessing takes at the limits of the code', () => {
  const table = /## Guessing\n[\s\S]*?\n\| --- [^\n]*\n((?:\|[^\n]*\n)+)/.exec(read('docs/operate/security.md'))?.[1] ?? '';
  expect(table.trim().split('\n')).toEqual(SECRETS.map(rowOf));
});

it('nothing is found within a month by ten thousand networks, but what lives for minutes', () => {
  const quick = SECRETS.filter((secret) => {
    const pace = Math.min(
      NETWORKS * perMinute(secret.network),
      secret.all === undefined ? Number.POSITIVE_INFINITY : perMinute(secret.all),
    );
    return minutesToFind(secret, pace) < 30 * 1_440;
  });
  expect(quick.map(({ name }) => name)).toEqual(['pairing code of a door screen']);
});

it('a sign-in code of a number is guessed in a day by at most one in a thousand', () => {
  expect(signIn.ofAll / 10 ** 6).toBeLessThanOrEqual(1e-3);
});
