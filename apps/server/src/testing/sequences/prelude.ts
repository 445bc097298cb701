import type { Client } from '@tongxing/contract/client';
import { residentAt } from '@tongxing/simulator';
import type { Actor } from './actors';
import { diceOf } from './dice';
import type { Stage } from './draw';

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
}
