import { type AuditVerification, endpoints } from '@tongxing/contract';
import { Refusal } from '../../platform/http/refusal';
import type { ModuleContext } from '../module';
import { checkHead } from './head-check';
import { findNewest } from './reads';
import type { SealKeys } from './seal';
import { countUnsealed, findHead } from './seal-store';
import { type KeptVerification, verifyAndRecord } from './verification';

/** How far the log is proof, and verifying it now. */
export function bindStateRoutes({ router, db, config, clock }: ModuleContext, keys: SealKeys): void {
  const place = { db, keys, headFile: config.auditHeadFile };
  let isVerifying = false;

  router.bind(endpoints.getAuditState, async () => {
    const [newest, waiting, { head, problem }, verified] = await Promise.all([
      findHead(db),
      countUnsealed(db),
      checkHead(place),
      findNewest(db, 'audit.verify'),
    ]);
    const state = problem ?? (head === undefined ? ('missing' as const) : ('fits' as const));
    return {
      sealedEvents: newest?.position ?? 0,
      sealedAt: newest?.sealedAt ?? null,
      waiting,
      head: { state, sealedAt: head?.sealedAt ?? null, position: head?.position ?? null },
      publicKey: keys.publicKey,
      verification: verified === undefined ? null : shown(verified.at, verified.actor, verified.after as KeptVerification | null),
    };
  });

  router.bind(endpoints.verifyAudit, async ({ principal, requestId }) => {
    // Reading the whole log twice at once would help nobody.
    if (isVerifying) throw new Refusal('STATE_CONFLICT');
    isVerifying = true;
    try {
      return shown(new Date(clock.now()), principal.username, await verifyAndRecord(place, principal, requestId));
    } finally {
      isVerifying = false;
    }
  });
}

function shown(at: Date, by: string, kept: KeptVerification | null): AuditVerification {
  const findings = (kept?.findings ?? []).map(({ kind, position, eventId, seal }) => ({
    kind,
    position: position ?? null,
    eventId: eventId ?? null,
    seal: seal ?? null,
  }));
  return { at: at.toISOString(), by, events: kept?.events ?? 0, found: kept?.found ?? 0, findings };
}
