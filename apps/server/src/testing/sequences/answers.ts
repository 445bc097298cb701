import type { EndpointName } from '@tongxing/contract';
import { type City, residentAt, residentsOf, venuesOf } from '@tongxing/simulator';
import { sql } from 'kysely';
import type { TestApp } from '../test-app';
import { unreadable } from './oracle';
import type { Asked } from './play';

/** Answers that may name several persons of one venue, and why. */
const LISTS_OF_PERSONS: Readonly<Partial<Record<EndpointName, string>>> = {
  listWarnings: 'those who were stopped, for whoever has to act on it; masked',
  listIncidents: 'those who were stopped, for whoever has to act on it; masked',
  listTraceContacts: 'the answer of an approved trace, recorded by every look; masked',
  listDemoAccounts: 'demonstration only: fictional residents, beside the venue of a fictional manager',
};

/** Answers that may hold what identifies a person in full, beside a recorded reveal, and why. */
const IN_FULL: Readonly<Partial<Record<EndpointName, string>>> = {
  listDemoMessages: 'demonstration only: the handset of a fictional number, asked for by that number',
  listDemoAccounts: 'demonstration only: telephones of fictional residents to sign in with',
};
/** Answers in which people find themselves in full, and nobody else. */
const OF_ONESELF: Readonly<Partial<Record<EndpointName, string>>> = {
  makeCopy: 'the copy of the own data, which the law gives everybody',
  getHeld: 'what is held about oneself, to see and correct it',
};
/** Routes that show somebody in full, and what the audit log calls the thing of their path. */
const REVEALS: Readonly<Partial<Record<EndpointName, string>>> = {
  revealIncidentPerson: 'incident',
  revealRightsRequest: 'rights_request',
};

/** What identifies the planted people, looked for in any text. */
export class Planted {
  private readonly numbers: ReadonlySet<string>;
  private readonly names: ReadonlySet<string>;
  private readonly otherNames: readonly string[];
  readonly venues: ReadonlySet<string>;
  /** Whether a masked number may be one of theirs, as far as it was asked. */
  private readonly masked = new Map<string, boolean>();

  constructor(private readonly city: City) {
    const people = [...residentsOf(city)];
    this.numbers = new Set(people.flatMap(({ phone, documentNumber }) => [phone, documentNumber]));
    const names = [...new Set(people.map(({ name }) => name))];
    this.names = new Set(names.filter((name) => /^\p{Script=Han}+$/u.test(name)));
    this.otherNames = names.filter((name) => !this.names.has(name));
    this.venues = new Set([...venuesOf(city)].flatMap(({ publicId, code, name }) => [publicId, code, name]));
  }

  /** Names, telephones and documents in full. */
  identifiersIn(text: string): string[] {
    const numbers = (text.match(/[A-Z0-9]{7,18}/g) ?? []).filter((word) => this.numbers.has(word));
    const runs = text.match(/\p{Script=Han}{2,}/gu) ?? [];
    const names = runs.filter((run) => this.names.has(run));
    return [...numbers, ...names, ...this.otherNames.filter((name) => text.includes(name))];
  }

  /** Of one resident by index. */
  identifiersOf(residentIndex: number | undefined): string[] {
    if (residentIndex === undefined) return [];
    const { name, phone, documentNumber } = residentAt(this.city, residentIndex);
    return [name, phone, documentNumber];
  }

  /** Who of them a text is about, masked or not; undefined when it is nobody. */
  personIn(text: string): string | undefined {
    const [, first, last] = /^(\w{1,6})\*{3,}(\w{1,4})$/.exec(text) ?? [];
    if (first === undefined || last === undefined) return this.numbers.has(text) ? text : undefined;
    const isTheirs = this.masked.get(text) ?? [...this.numbers].some((number) => number.startsWith(first) && number.endsWith(last));
    this.masked.set(text, isTheirs);
    return isTheirs ? text : undefined;
  }
}

/** Persons by venue that an answer names side by side. */
function personsByVenue(planted: Planted, root: unknown): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (node: unknown, above: readonly string[]) => {
    const texts = ownTexts(node);
    const venues = [...above, ...texts.filter((text) => planted.venues.has(text))];
    // One person a thing: the telephone and the document of somebody are not two people.
    const person = texts.map((text) => planted.personIn(text)).find((one) => one !== undefined);
    for (const venue of person === undefined ? [] : venues) found.set(venue, (found.get(venue) ?? new Set()).add(person ?? ''));
    for (const element of listsIn(node)) visit(element, venues);
  };
  visit(root, []);
  return found;
}

const isObject = (node: unknown): node is object => typeof node === 'object' && node !== null;

/** Texts of a thing and of the things inside it, without its lists. */
function ownTexts(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return !isObject(node) || Array.isArray(node) ? [] : Object.values(node).flatMap(ownTexts);
}

/** What the lists of a thing hold, and those of the things inside it. */
function listsIn(node: unknown): unknown[] {
  if (Array.isArray(node)) return node;
  return isObject(node) ? Object.values(node).flatMap(listsIn) : [];
}

/** What must hold of answers. Looks reveals up in the audit log. */
export async function brokenInAnswers(t: TestApp, planted: Planted, asked: readonly Asked[]): Promise<string[]> {
  const done = asked.filter(({ answer }) => answer.status < 400);
  return [
    ...done.flatMap((one) => listsOfVisitors(planted, one)),
    ...(await unmasked(t, planted, asked)),
    ...(await readWithoutApproval(t, done)),
    ...(await unrecordedLooks(t, asked)),
  ];
}

const LOOKERS = ['staff', 'door', 'device'];

function listsOfVisitors(planted: Planted, { call, answer }: Asked): string[] {
  if (!LOOKERS.includes(call.actor.kind) || LISTS_OF_PERSONS[call.name] !== undefined) return [];
  const many = [...personsByVenue(planted, answer.json)].filter(([, persons]) => persons.size > 1);
  return many.map(([venue, persons]) => `${call.name} names ${persons.size} visitors of ${venue} to ${call.actor.name}`);
}

/** Every answer that shows somebody in full to another has an audit event of its own request. */
async function unmasked(t: TestApp, planted: Planted, asked: readonly Asked[]): Promise<string[]> {
  const broken: string[] = [];
  const reveals = new Map<string, number>();
  for (const { call, answer } of asked) {
    if (IN_FULL[call.name] !== undefined) continue;
    const own = OF_ONESELF[call.name] === undefined ? [] : planted.identifiersOf(call.actor.residentIndex);
    const hits = planted.identifiersIn(answer.text).filter((hit) => !own.includes(hit));
    if (hits.length === 0) continue;
    const subject = REVEALS[call.name];
    if (subject === undefined) broken.push(`${call.name} shows ${hits.join(', ')} in full to ${call.actor.name}`);
    else {
      const key = `${call.actor.username} ${subject}:${call.path.split('/')[4]}`;
      reveals.set(key, (reveals.get(key) ?? 0) + 1);
    }
  }
  return [...broken, ...(await unrecorded(t, reveals))];
}

/** Answers do not tell their request's id: as many events, each of another request, as the account was shown the person. */
const seen = new WeakMap<TestApp, Map<string, number>>();

async function unrecorded(t: TestApp, reveals: ReadonlyMap<string, number>): Promise<string[]> {
  const before = seen.get(t) ?? new Map<string, number>();
  seen.set(t, before);
  for (const [key, count] of reveals) before.set(key, (before.get(key) ?? 0) + count);
  const { rows } = await sql<{ key: string; count: number }>`select actor || ' ' || subject as key, count(distinct request_id) as count
    from audit_events where action = 'person.reveal' and person is not null and reason is not null group by 1`.execute(t.owner);
  const recorded = new Map(rows.map(({ key, count }) => [key, count]));
  return [...before].flatMap(([key, count]) =>
    (recorded.get(key) ?? 0) >= count ? [] : [`${key}: shown in full ${count} times, recorded ${recorded.get(key) ?? 0} times`],
  );
}

/** Routes by which staff look a person up by document, and answers that tell whether there is one. */
const LOOKS: readonly EndpointName[] = ['createCase', 'recordHealthEvidence', 'findAuditToken'];
const TELLING = [200, 201, 422];
const looked = new WeakMap<TestApp, Map<string, number>>();

/** Every answer by which staff learn of a document has an event of its own. */
async function unrecordedLooks(t: TestApp, asked: readonly Asked[]): Promise<string[]> {
  const looks = looked.get(t) ?? new Map<string, number>();
  looked.set(t, looks);
  for (const { call, answer } of asked) {
    const { username } = call.actor;
    if (username === undefined || !LOOKS.includes(call.name) || !TELLING.includes(answer.status)) continue;
    // A field that is wrong is refused before anybody is looked up.
    if (answer.status === 422 && answer.json?.code !== 'PERSON_UNKNOWN') continue;
    looks.set(username, (looks.get(username) ?? 0) + 1);
  }
  const { rows } = await sql<{ actor: string; count: number }>`select actor, count(*) as count from audit_events
    where action in ('person.find', 'audit.find') group by 1`.execute(t.owner);
  const recorded = new Map(rows.map(({ actor, count }) => [actor, count]));
  return [...looks].flatMap(([actor, count]) =>
    (recorded.get(actor) ?? 0) >= count ? [] : [`${actor} looked ${count} people up, recorded ${recorded.get(actor) ?? 0} times`],
  );
}

const FINDINGS: readonly EndpointName[] = ['getTrajectory', 'listTraceContacts'];

async function readWithoutApproval(t: TestApp, done: readonly Asked[]): Promise<string[]> {
  const ids = done.flatMap(({ call }) => (FINDINGS.includes(call.name) ? [call.path.split('/')[4] ?? ''] : []));
  if (ids.length === 0) return [];
  return (await unreadable(t, [...new Set(ids)])).map(
    (id) => `the findings of trace ${id} were read without a confirmed case and an approver`,
  );
}
