import { ApiError, type Client } from '@tongxing/contract/client';
import type { IncidentState } from '@tongxing/rules';
import { type Patience, persist } from './persistence';
import { countItems, everyItem, type Staff } from './staff';
import type { DisposalSummary } from './summary';

const PAGE = 100;
/** Warnings the data team takes over in a day. */
const WARNINGS_TO_ACKNOWLEDGE = 10;
/** Incidents 110 walks through to the end. */
const INCIDENTS_TO_CLOSE = 3;

/** How many warnings and incidents there were before the day. */
export interface DisposalBaseline {
  readonly warnings: number;
  readonly incidents: number;
}

/** Counts what is there; called before the scans. */
export async function countDisposal(staff: Staff, patience: Patience): Promise<DisposalBaseline> {
  const warnings = everyItem((cursor) =>
    persist(() => staff.data_team('GET /api/v1/warnings', { query: { limit: PAGE, cursor } }), patience),
  );
  const incidents = everyItem((cursor) =>
    persist(() => staff.dispatcher_110('GET /api/v1/incidents', { query: { limit: PAGE, cursor } }), patience),
  );
  return { warnings: await countItems(warnings), incidents: await countItems(incidents) };
}

/** Undefined when somebody else was quicker, which in a demo may happen at any moment. */
async function orConflict<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.code === 'STATE_CONFLICT') return undefined;
    throw error;
  }
}

async function acknowledgeSome(client: Client, patience: Patience): Promise<number> {
  const query = { state: 'open', limit: WARNINGS_TO_ACKNOWLEDGE } as const;
  const { items } = await persist(() => client('GET /api/v1/warnings', { query }), patience);
  let acknowledged = 0;
  for (const { id } of items) {
    const body = { note: '数据专班已接收，正在核实' };
    const acknowledge = () => client('POST /api/v1/warnings/:id/acknowledgement', { params: { id }, body });
    if ((await orConflict(() => persist(acknowledge, patience))) !== undefined) acknowledged += 1;
  }
  return acknowledged;
}

const WAY: readonly { readonly to: Exclude<IncidentState, 'reported'>; readonly note: string; readonly result?: 'to_isolation' }[] = [
  { to: 'dispatched', note: '已派就近警力' },
  { to: 'on_site', note: '已到达现场' },
  { to: 'handed_over', note: '已移交属地专班' },
  { to: 'closed', note: '已转运，闭环处置完成', result: 'to_isolation' },
];

/** Takes every step the server offers on the way to the end; true when it closed. */
async function walkToEnd(client: Client, id: string, patience: Patience): Promise<boolean> {
  let detail = await persist(() => client('GET /api/v1/incidents/:id', { params: { id } }), patience);
  for (const body of WAY) {
    if (!detail.next.includes(body.to)) continue;
    detail = await persist(() => client('POST /api/v1/incidents/:id/transitions', { params: { id }, body }), patience);
  }
  return detail.state === 'closed';
}

async function closeSome(client: Client, patience: Patience): Promise<number> {
  const query = { open: 'true', limit: INCIDENTS_TO_CLOSE };
  const { items } = await persist(() => client('GET /api/v1/incidents', { query }), patience);
  let closed = 0;
  for (const { id } of items) {
    const isClosed = await orConflict(() => walkToEnd(client, id, patience));
    if (isClosed === true) closed += 1;
  }
  return closed;
}

/** The data team takes some warnings over and 110 walks some incidents through to the end. */
export async function dispose(staff: Staff, before: DisposalBaseline, patience: Patience): Promise<DisposalSummary> {
  const after = await countDisposal(staff, patience);
  return {
    warnings: after.warnings - before.warnings,
    incidentsOpened: after.incidents - before.incidents,
    warningsAcknowledged: await acknowledgeSome(staff.data_team, patience),
    incidentsClosed: await closeSome(staff.dispatcher_110, patience),
  };
}
