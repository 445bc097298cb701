import { endpoints } from '@tongxing/contract';
import { pageOf, readCursor } from '../../platform/cursor';
import { dayOf } from '../../platform/days';
import type { Language } from '../../platform/i18n';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { createClient, getClient, revokeClient, rotateClient, type WithSecret } from './service';
import { type ClientRow, listClients, readUses } from './store';

const USES_SHOWN_MS = 30 * 86_400_000;

export function bindClientRoutes(context: ModuleContext, divisions: Divisions): void {
  const { router, db, clock, config } = context;

  const shown = (row: ClientRow, language: Language) => ({
    id: row.publicId,
    name: row.name,
    area: divisions.named(row.areaCode, language),
    permissions: [...row.permissions],
    networks: [...row.networks],
    requestsPerMinute: row.requestsPerMinute,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.author,
    expiresAt: row.expiresAt.toISOString(),
    earlierSecretUntil: row.earlierUntil !== null && row.earlierUntil.getTime() > clock.now() ? row.earlierUntil.toISOString() : null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  });
  const withSecret = ({ client, secret }: WithSecret, language: Language) => ({ ...shown(client, language), secret });

  router.bind(endpoints.listClients, async ({ query, principal, language }) => {
    const { limit } = query;
    const rows = await listClients(db, principal, { limit, place: readCursor(query.cursor) });
    return pageOf(
      rows,
      limit,
      (row) => ({ at: row.createdAt, id: row.publicId }),
      (row) => shown(row, language),
    );
  });

  router.bind(endpoints.createClient, async ({ body, principal, language, requestId }) =>
    withSecret(await createClient(context, principal, divisions, body, requestId), language),
  );

  router.bind(endpoints.rotateClientSecret, async ({ params, body, principal, language, requestId }) =>
    withSecret(await rotateClient(context, principal, params.id, body.id, requestId), language),
  );

  router.bind(endpoints.revokeClient, async ({ params, body, principal, language, requestId }) =>
    shown(await revokeClient(context, principal, params.id, body.reason, requestId), language),
  );

  router.bind(endpoints.listClientUses, async ({ params, principal }) => {
    const { id } = await getClient(context, principal, params.id);
    return { items: await readUses(db, id, dayOf(clock.now() - USES_SHOWN_MS, config.timeZone)) };
  });
}
