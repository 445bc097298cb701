import { setTimeout as wait } from 'node:timers/promises';
import type { Case, Trace } from '@tongxing/contract';
import { ApiError, type Client } from '@tongxing/contract/client';
import { type City, type DayPlan, residentAt } from '../city';
import { uuidAt } from '../city/random';
import { DayImpossible } from './connection';
import { type Patience, persist } from './persistence';
import { countItems, everyItem, type Staff } from './staff';
import type { TracingSummary } from './summary';

/** Of the case of the day. */
export const LAB_REPORT = '青屿检字〔虚构〕第001号';
const PAGE = 100;
const POLL_MS = 250;
const TRACE_DEADLINE_MS = 180_000;
const HALF_DAY_MS = 43_200_000;

function instant(at: number): string {
  return new Date(at).toISOString();
}

/** Enters the case; a second day with the same city finds it entered already. */
async function enterCase(client: Client, city: City, plan: DayPlan, patience: Patience): Promise<Case> {
  const { documentType, documentNumber } = residentAt(city, plan.case.residentIndex);
  const id = uuidAt(city.seed, 'record', plan.case.residentIndex);
  const body = {
    id,
    documentType,
    documentNumber,
    confirmedAt: instant(plan.end),
    onsetAt: instant(plan.end - HALF_DAY_MS),
    evidenceReference: LAB_REPORT,
  };
  try {
    return await persist(() => client('POST /api/v1/cases', { body }), patience);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'STATE_CONFLICT') throw error;
    return persist(() => client('GET /api/v1/cases/:id', { params: { id } }), patience);
  }
}

/** A second person confirms the case's evidence: nothing follows from it before. */
async function confirmCase(client: Client, city: City, plan: DayPlan, patience: Patience): Promise<void> {
  const waiting = await persist(() => client('GET /api/v1/health-evidence', { query: { state: 'to_confirm', limit: PAGE } }), patience);
  const evidence = waiting.items.find(({ source }) => source === LAB_REPORT);
  // A second day with the same city finds it confirmed already.
  if (evidence === undefined) return;
  const body = { id: uuidAt(city.seed, 'record', plan.end), decision: 'confirm', note: '已核对检测报告' } as const;
  await persist(() => client('POST /api/v1/health-evidence/:id/decision', { params: { id: evidence.id }, body }), patience);
}

async function requestTrace(client: Client, city: City, plan: DayPlan, caseId: string, patience: Patience): Promise<Trace> {
  const body = {
    id: uuidAt(city.seed, 'record', plan.start),
    caseId,
    legalBasis: 'infectious_disease_law',
    basisReference: '青屿流调〔虚构〕1号',
    purpose: '对确诊病例近二十四小时轨迹开展流行病学调查',
    from: instant(plan.start),
    to: instant(plan.end),
  } as const;
  return persist(() => client('POST /api/v1/traces', { body }), patience);
}

async function awaitTrace(client: Client, id: string, patience: Patience): Promise<void> {
  const deadline = performance.now() + TRACE_DEADLINE_MS;
  while (performance.now() < deadline) {
    const trace = await persist(() => client('GET /api/v1/traces/:id', { params: { id } }), patience);
    if (trace.state === 'completed') return;
    if (trace.state === 'refused') throw new DayImpossible('the trace of the day was refused by somebody else');
    await wait(POLL_MS, undefined, patience.signal === undefined ? {} : { signal: patience.signal });
  }
  throw new DayImpossible('the trace of the day did not complete in time');
}

/**
 * The epidemiologist enters the case of the day, the reviewer confirms it; the epidemiologist asks for a trace of the
 * 24 hours, a second person approves; the contacts are counted.
 */
export async function traceCase(staff: Staff, city: City, plan: DayPlan, patience: Patience): Promise<TracingSummary> {
  const { epidemiologist, evidence_reviewer: reviewer, trace_approver: approver } = staff;
  const entered = await enterCase(epidemiologist, city, plan, patience);
  await confirmCase(reviewer, city, plan, patience);
  const { id } = await requestTrace(epidemiologist, city, plan, entered.id, patience);
  const decision = { params: { id }, body: { approve: true, note: '依据充分，同意' } };
  await persist(() => approver('POST /api/v1/traces/:id/decision', decision), patience);
  await awaitTrace(epidemiologist, id, patience);
  const trajectory = await persist(() => epidemiologist('GET /api/v1/traces/:id/trajectory', { params: { id } }), patience);
  const contacts = everyItem((cursor) =>
    persist(() => epidemiologist('GET /api/v1/traces/:id/contacts', { params: { id }, query: { limit: PAGE, cursor } }), patience),
  );
  return {
    case: { number: entered.number, stops: trajectory.items.length, companions: plan.case.companions.length },
    traceContacts: await countItems(contacts),
  };
}
