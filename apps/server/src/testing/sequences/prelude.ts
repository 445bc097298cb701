import type { Client } from '@tongxing/contract/client';
import { residentAt } from '@tongxing/simulator';
import { sampleBodies } from '../samples';
import type { Actor } from './actors';
import { diceOf } from './dice';
import { AT_DOORS, numberAtDoor, type Stage } from './draw';

/** Cases that are confirmed before the first random call; the first of them is traced. */
const CASES = [54, 55, 56, 57];
const HOUR_MS = 3_600_000;

/** Goes the lawful way a few times, so that random calls begin where something can be reached, and not at nothing. */
export async function prelude(stage: Stage): Promise<void> {
  const as = async (name: string): Promise<Client> => {
    const actor = stage.actors.find((one: Actor) => one.name === `${name} city A`);
    return stage.t.clientWith((await actor?.show())?.cookie ?? '');
  };
  const [epidemiologist, reviewer, approver] = await Promise.all(['epidemiologist', 'evidence_reviewer', 'trace_approver'].map(as));
  if (epidemiologist === undefined || reviewer === undefined || approver === undefined) throw new Error('roles are missing');
  const dice = diceOf(1);
  // Venues have visitors: an answer that lists them would be seen.
  for (const venue of [0, 1, 2, 3]) for (const index of CASES) await stage.t.scan(index, venue);
  const before = (hours: number) => new Date(stage.t.clock.now() - hours * HOUR_MS).toISOString();
  for (const index of CASES) {
    const { documentType, documentNumber } = residentAt(stage.t.city, index);
    const said = { confirmedAt: before(1), onsetAt: before(24), evidenceReference: 'LAB-0001' };
    const { id } = await epidemiologist('POST /api/v1/cases', { body: { id: dice.uuid(), documentType, documentNumber, ...said } });
    stage.ids.add('cases', id);
  }
  for (const { id } of (await reviewer('GET /api/v1/health-evidence', { query: { state: 'to_confirm' } })).items)
    await reviewer('POST /api/v1/health-evidence/:id/decision', {
      params: { id },
      body: { id: dice.uuid(), decision: 'confirm', note: '已核对' },
    });
  const order = { legalBasis: 'infectious_disease_law', basisReference: '第 9 号', purpose: '流行病学调查' } as const;
  const caseId = stage.ids.draw('cases', dice);
  const { id } = await epidemiologist('POST /api/v1/traces', {
    body: { id: dice.uuid(), caseId, ...order, from: before(20), to: before(0) },
  });
  await approver('POST /api/v1/traces/:id/decision', { params: { id }, body: { approve: true, note: '同意' } });
  stage.ids.add('traces', id);
  await claim(stage);
}

/** A door records those without a telephone, somebody registers as one of them, and an officer answers a request. */
async function claim({ t, actors, ids }: Stage): Promise<void> {
  const shownBy = (name: string) => actors.find((actor) => actor.name.startsWith(name))?.show() ?? Promise.resolve({});
  const device = await shownBy('device');
  for (let place = 0; place < AT_DOORS; place += 1) {
    const body = { eventId: t.eventId(), documentType: 'foreign_passport', documentNumber: numberAtDoor(place), name: '门口人' };
    await t.send('POST', '/api/v1/device/verifications', { ...device, body });
  }
  const { register, makeRequest } = sampleBodies(t);
  const who = { documentType: 'foreign_passport', documentNumber: numberAtDoor(0), name: '陌路人' };
  await t.send('POST', '/api/v1/me/registration', { ...(await shownBy('stranger')), body: { ...register, ...who } });
  await t.send('POST', '/api/v1/me/requests', { ...(await shownBy('resident 51')), body: { ...makeRequest, name: '陌路人' } });
  const officer = await shownBy('privacy_officer city A');
  const { json } = await t.send('GET', '/api/v1/rights-requests', officer);
  for (const { id, kind } of (json?.items ?? []) as { id: string; kind: string }[]) {
    ids.add('rights-requests', id);
    const body = { decision: 'granted', answer: '已核对证件。' };
    if (kind === 'name') await t.send('POST', `/api/v1/rights-requests/${id}/decision`, { ...officer, body });
  }
}
