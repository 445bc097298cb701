import { eventIdFrom } from '@tongxing/codes';
import type { Endpoint, EndpointName } from '@tongxing/contract';
import { type DocumentType, EVIDENCE_KINDS } from '@tongxing/rules';
import { CITY_CODE, NEIGHBOUR_CITY_CODE, residentAt, venueAt } from '@tongxing/simulator';
import { ALL_ENDPOINTS, sampleBodies } from '../samples';
import type { TestApp } from '../test-app';
import { type Actor, SUBJECTS } from './actors';
import { type Dice, diceOf } from './dice';

/** One request by somebody. */
export interface Call {
  readonly name: EndpointName;
  readonly endpoint: Endpoint;
  readonly actor: Actor;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** So many of the newest things of a kind are asked about most. */
const NEWEST = 10;

/** Ids by collection (`incidents` of `/api/v1/incidents/:id`): learned from answers, and those that were invented. */
export class KnownIds {
  private readonly byCollection = new Map<string, Set<string>>();

  add(collection: string, id: unknown): void {
    if (typeof id !== 'string') return;
    const ids = this.byCollection.get(collection) ?? new Set();
    this.byCollection.set(collection, ids.add(id));
  }

  /** The newest are asked about most. Takes as many draws whatever is known: what else a seed gives stays the same. */
  draw(collection: string, dice: Dice): string {
    const [isInvented, isNew, place, invented] = [dice.happens(0.03), dice.happens(0.6), dice.below(2 ** 32), dice.uuid()];
    const ids = [...(this.byCollection.get(collection) ?? [])].slice(isNew ? -NEWEST : 0);
    return isInvented ? invented : (ids[place % ids.length] ?? invented);
  }

  any(dice: Dice): string {
    return this.draw(dice.pick([...this.byCollection.keys(), 'none']), dice);
  }
}

export const collectionOf = (path: string): string => path.split('/')[3] ?? '';

/** What a colour, a trace and an identity depend on is tried most; the others once each. */
const OFTEN: Readonly<Partial<Record<EndpointName, number>>> = {
  recordHealthEvidence: 16,
  decideHealthEvidence: 50,
  requestEvidenceWithdrawal: 20,
  listHealthEvidence: 10,
  createCase: 12,
  requestTrace: 24,
  decideTrace: 30,
  getTrajectory: 20,
  listTraceContacts: 20,
  getMe: 6,
  scan: 24,
  listWarnings: 6,
  listIncidents: 8,
  moveIncident: 8,
  revealIncidentPerson: 10,
  register: 10,
  makeRequest: 10,
  decideRightsRequest: 14,
  listRightsRequests: 6,
  verifyAtDevice: 8,
};
const DRAWN = ALL_ENDPOINTS.filter(({ endpoint }: { endpoint: Endpoint }) => endpoint.events === undefined).flatMap((route) =>
  Array.from({ length: OFTEN[route.name] ?? 1 }, () => route),
);
/** Who calls may call, mostly: what is refused at the door changes little. */
const ALLOWED_SHARE = 0.85;
/** Accounts of the whole city meet in its things; those of a street or another city seldom do. */
const CITY_SHARE = 0.75;

export interface Stage {
  readonly t: TestApp;
  readonly actors: readonly Actor[];
  readonly ids: KnownIds;
}

/** The call of a seed, at what is known by now. */
export function drawCall({ t, actors, ids }: Stage, seed: number): Call {
  const dice = diceOf(seed);
  const { name, endpoint } = dice.pick(DRAWN);
  const declared: Endpoint = endpoint;
  const able = actors.filter((actor) => isAble(declared, actor));
  const central = able.filter((actor) => actor.isOfCity);
  const tried = dice.happens(CITY_SHARE) && central.length > 0 ? central : able;
  const actor = dice.happens(ALLOWED_SHARE) && tried.length > 0 ? dice.pick(tried) : dice.pick(actors);
  const collection = collectionOf(declared.path);
  const target = collection === 'venue-codes' ? venueAt(t.city, dice.below(t.city.size.venues)).code : ids.draw(collection, dice);
  const path = declared.path.replace(/:\w+/, target);
  const query = declared.method === 'GET' && declared.query !== undefined && dice.happens(0.7) ? '?limit=100' : '';
  return { name, endpoint: declared, actor, path: `${path}${query}`, body: drawBody(t, ids, name, declared, dice) };
}

function isAble({ access }: Endpoint, { kind, permissions }: Actor): boolean {
  if (access.who === 'staff') return kind === 'staff' && permissions.includes(access.permission);
  if (access.who === 'self') return kind === 'staff';
  if (access.who === 'member') return kind === 'resident';
  return access.who === 'anyone' || access.who === 'demo' || access.who === kind;
}

function drawBody(t: TestApp, ids: KnownIds, name: EndpointName, endpoint: Endpoint, dice: Dice): Call['body'] {
  if (endpoint.body === undefined) return undefined;
  const samples: Readonly<Record<string, object>> = sampleBodies(t);
  const subject = residentAt(t.city, dice.pick(SUBJECTS));
  // Somebody of the city, or one of a few whom only a door ever records.
  const documentNumber = numberAtDoor(dice.below(AT_DOORS));
  const person: Subject = dice.happens(0.75) ? subject : { name: subject.name, documentType: 'foreign_passport', documentNumber };
  const fields: Record<string, unknown> = { ...samples[name] };
  if (name === 'makeRequest' && dice.happens(0.6))
    Object.assign(fields, { kind: 'document', documentType: 'foreign_passport', documentNumber, name: undefined });
  for (const [field, value] of Object.entries(fields)) fields[field] = changed(t, ids, { field, value, person, name }, dice);
  if (typeof fields.id === 'string' && !endpoint.path.includes(':')) ids.add(collectionOf(endpoint.path), fields.id);
  return fields;
}

interface Subject {
  readonly name: string;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
}

/** People whom only a door ever records. */
export const AT_DOORS = 4;
export const numberAtDoor = (place: number) => `E${10_000_000 + place}`;

/** Name of nobody in the city: whoever is shown it sees nobody's. */
const NEW_NAME = '陌路人';

interface Field {
  readonly field: string;
  readonly value: unknown;
  readonly person: Subject;
  readonly name: EndpointName;
}

function changed(t: TestApp, ids: KnownIds, { field, value, person, name }: Field, dice: Dice): unknown {
  const choices: Readonly<Record<string, () => unknown>> = {
    // Mostly new; sometimes one that was used before, by this one or for something else.
    id: () => (dice.happens(0.8) ? dice.uuid() : ids.any(dice)),
    eventId: () =>
      eventIdFrom(
        t.clock.now(),
        Uint8Array.from({ length: 10 }, () => dice.below(256)),
      ),
    caseId: () => ids.draw('cases', dice),
    venueId: () => (dice.happens(0.5) ? ids.draw('venues', dice) : venueAt(t.city, dice.below(4)).publicId),
    divisionCode: () => dice.pick([CITY_CODE, NEIGHBOUR_CITY_CODE, venueAt(t.city, 0).divisionCode]),
    documentType: () => (name === 'makeRequest' ? value : person.documentType),
    documentNumber: () => (name === 'makeRequest' ? value : person.documentNumber),
    name: () => {
      if (name === 'register' || name === 'makeRequest') return NEW_NAME;
      return name === 'verifyAtDevice' || name === 'keyEntry' ? person.name : value;
    },
    decision: () =>
      name === 'decideHealthEvidence'
        ? dice.pick(['confirm', 'confirm', 'confirm', 'withdraw', 'withdraw', 'withdraw', 'withdraw', 'refuse', 'keep'])
        : value,
    // Infected again, or entered anew: an hour ago as the first time, or since.
    confirmedAt: () => (name === 'createCase' && dice.happens(0.5) ? new Date(t.clock.now() - 60_000).toISOString() : value),
    approve: () => dice.happens(0.8),
    to: () => (name === 'moveIncident' ? dice.pick(['dispatched', 'on_site', 'handed_over', 'closed']) : value),
    kind: () => (name === 'recordHealthEvidence' ? dice.pick(EVIDENCE_KINDS) : value),
    code: () => (name === 'scan' ? venueAt(t.city, dice.below(3)).code : value),
  };
  return choices[field] === undefined ? value : choices[field]();
}
