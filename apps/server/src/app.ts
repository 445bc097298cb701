import { type EndpointName, endpoints } from '@tongxing/contract';
import type { FastifyInstance } from 'fastify';
import { version } from '../package.json';
import { PermissionUses } from './modules/administration/public';
import { bindAdministrationRoutes } from './modules/administration/routes';
import { draftsLoop } from './modules/applications/jobs';
import { bindApplicationRoutes } from './modules/applications/routes';
import { Refusals, SealKeys } from './modules/audit/public';
import { bindAuditRoutes } from './modules/audit/routes';
import { ClientGate } from './modules/clients/public';
import { bindClientRoutes } from './modules/clients/routes';
import { bindDemoRoutes, type DemoSources } from './modules/demo/routes';
import { DeviceRoster, Entries } from './modules/devices/public';
import { bindDeviceRoutes } from './modules/devices/routes';
import { HealthFactsReader } from './modules/health/public';
import { bindHealthRoutes } from './modules/health/routes';
import { feedSessionsLoop, sweepLoop } from './modules/identity/jobs';
import { DeskSessions, PersonLookup, ResidentSessions, recordDoorPerson } from './modules/identity/public';
import { bindResidentRoutes } from './modules/identity/resident-routes';
import { bindStaffRoutes } from './modules/identity/staff-routes';
import { escalationLoop } from './modules/incidents/jobs';
import { bindIncidentRoutes } from './modules/incidents/routes';
import { keyWatch } from './modules/keys/public';
import { findMembership } from './modules/members/public';
import { bindMemberRoutes } from './modules/members/routes';
import type { ModuleContext } from './modules/module';
import { CompactionLoop } from './modules/passage/compaction';
import { Doors } from './modules/passage/doors';
import { Facts } from './modules/passage/facts';
import { factsLoop, keepPartitions, partitionLoop } from './modules/passage/jobs';
import { Recorder } from './modules/passage/recorder';
import { bindPassageRoutes } from './modules/passage/routes';
import { Passage } from './modules/passage/service';
import type { VisitRow } from './modules/passage/store';
import { bindPolicyRoutes } from './modules/policy/routes';
import { Press } from './modules/posters/press';
import { bindPosterRoutes } from './modules/posters/routes';
import { Divisions } from './modules/regions/public';
import { bindRegionRoutes } from './modules/regions/routes';
import { retentionLoop } from './modules/retention/jobs';
import { bindRetentionRoutes } from './modules/retention/routes';
import { erasureLoop } from './modules/rights/jobs';
import { putClaim } from './modules/rights/public';
import { bindRightsRoutes } from './modules/rights/routes';
import { OldStickers } from './modules/stickers/public';
import { bindStickerRoutes } from './modules/stickers/routes';
import { ChangeFeed } from './modules/supervision/feed';
import { bindSupervisionRoutes } from './modules/supervision/routes';
import { touchedLoop } from './modules/tracing/jobs';
import { bindTracingRoutes } from './modules/tracing/routes';
import { TravelReader } from './modules/travel/public';
import { bindTravelRoutes } from './modules/travel/routes';
import { Venues } from './modules/venues/public';
import { bindVenueRoutes } from './modules/venues/routes';
import { raiseWarnings } from './modules/warnings/public';
import { bindWarningRoutes } from './modules/warnings/routes';
import type { Clock } from './platform/clock';
import type { Config } from './platform/config';
import { DeviceTokens } from './platform/crypto/device-tokens';
import type { Keys } from './platform/crypto/keys';
import { Vault } from './platform/crypto/sealing';
import type { AcknowledgedWrites } from './platform/database/acknowledged';
import { openDatabase, type Tx } from './platform/database/database';
import { SessionCookies } from './platform/http/cookies';
import { serveDocuments } from './platform/http/documents';
import { serveHealth } from './platform/http/health';
import { servePages, type WebApp } from './platform/http/pages';
import { Router } from './platform/http/router';
import { buildHttp } from './platform/http/server';
import type { Resolve } from './platform/http/stranger';
import { Streams } from './platform/http/streams';
import { Load, type NodeLoad } from './platform/load';
import type { Logger } from './platform/logs';
import { createMetrics, type Metrics } from './platform/metrics';
import { Notifications } from './platform/notifications';
import { Sessions } from './platform/sessions';
import { Delivery } from './platform/sms/delivery';

export interface AppOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly keys: Keys;
  /** Undefined where another process of this node sends. */
  readonly smppUrl: string | undefined;
  /** Whether the key files are looked at again and again; not where the keys came another way. */
  readonly watchesKeys?: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly webApps: readonly WebApp[];
  /** Present in the demo profile only. */
  readonly demo: DemoSources | undefined;
  /** Checked; blocks writes while the database is behind what was acknowledged. */
  readonly watermark?: AcknowledgedWrites | undefined;
  /** What the other processes of this node have to do; undefined when there is one. */
  readonly nodeLoad?: NodeLoad | undefined;
  /** Which of several processes, for its metrics. */
  readonly process?: string | undefined;
}

/** Of a process's connections: the recorder writes two batches at once; what scans must know, and texts to the abnormal, go apart. */
const SCAN_CONNECTIONS = { recording: 2, knowing: 3 } as const;
/** Connections that wait to be taken, as far as the system allows: a city connects in one minute. */
const BACKLOG = 4_096;
/** Requests under way get this long at a stop. */
const STOP_GRACE_MS = 2_000;

/** A composed platform: listens after {@link start}, gone after {@link stop}. */
export interface App {
  readonly http: FastifyInstance;
  readonly metrics: Metrics;
  start(): Promise<{ port: number }>;
  stop(): Promise<void>;
}

/** The composition root: builds the technology, wires the modules, in this one visible order. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, clock, logger, watermark } = options;
  // At a stop PostgreSQL may close connections before they have said goodbye: no news.
  let isStopping = false;
  const metrics = createMetrics(options.process);
  const open = (connections: number) =>
    openDatabase({
      url: options.databaseUrl,
      connections,
      onError: (error) => {
        if (!isStopping) logger.warn({ err: error }, 'database connection lost');
      },
    });
  // Bulkheads: desks whose questions take long, or wait for a lock, hold no connection that a door needs.
  const recording = open(SCAN_CONNECTIONS.recording);
  const knowing = open(SCAN_CONNECTIONS.knowing);
  const desks = open(config.databaseConnections - SCAN_CONNECTIONS.recording - SCAN_CONNECTIONS.knowing);
  const { db } = desks;
  /** For the night's work, which nobody waits for. */
  const patient = () =>
    openDatabase({
      url: options.databaseUrl,
      connections: 1,
      longestMs: 3_600_000,
      onError: (error) => logger.warn({ err: error }, 'database connection lost'),
    });
  const vault = new Vault(options.keys);
  const notifications = new Notifications(options.databaseUrl, logger);
  const residents = new ResidentSessions({ db: knowing.db, clock, logger, notifications, secret: options.keys.sign });
  const sessions = new Sessions(db);
  const deskSessions = new DeskSessions({ db: knowing.db, clock, logger });
  const deviceTokens = new DeviceTokens(options.keys.sign);
  const devices = new DeviceRoster({ db: knowing.db, clock, logger, tokens: deviceTokens });
  const clients = new ClientGate({ db, vault, clock, timeZone: config.timeZone });
  const streams = new Streams();
  const onAnswer = (route: string, method: string, status: number, seconds: number) =>
    metrics.requests.observe({ route, method, status }, seconds);
  const resolve: Resolve = (kind, token, isUse = false) => {
    if (kind === 'device') return devices.resolve(token);
    if (kind === 'client') return clients.resolve(token);
    return kind === 'resident' ? residents.resolve(token) : deskSessions.resolve({ kind, token, isUse });
  };
  const cookies = new SessionCookies(config.publicUrl);
  const refusals = new Refusals({ db, logger, cookies, resolve });
  const { app: http, lane } = await buildHttp({
    logger,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    onAnswer,
    onRefused: (refused) => refusals.note(refused),
  });
  await serveDocuments(http, version, cookies);
  const permissionUses = new PermissionUses({ db, clock, config, logger });
  // The recorder comes later; nobody is refused before the start.
  const load = new Load({ metrics, refused: () => lane.refused + recorder.refused, node: options.nodeLoad });
  const router = new Router({
    app: http,
    lane,
    streams,
    isDemo: options.demo !== undefined,
    cookies,
    publicRequestsPerMinute: config.publicRequestsPerMinute,
    onAnswer,
    load,
    onShed: (tag) => metrics.shed.inc({ tag }),
    onPermissionUsed: permissionUses.note,
    writesBlocked: () => watermark?.writesBlocked(),
    resolve,
    findMember: async (personId, venueId) => {
      const found = await findMembership(knowing.db, personId, venueId);
      return found === undefined ? undefined : { kind: 'member', ...found };
    },
    enter: (client, call) => clients.enter(client, call),
  });

  const facts = new Facts(knowing.db, clock, metrics, devices);
  notifications.on('fact_changes', () => {
    facts.catchUp().catch((error: unknown) => logger.error({ err: error }, 'facts not refreshed'));
  });
  const feed = new ChangeFeed(notifications, db);
  const context: ModuleContext = {
    config,
    clock,
    db,
    vault,
    logger,
    router,
    metrics,
    factsChanged: () => facts.catchUp(),
    announce: (kind) => feed.announce(kind),
  };

  const raise = (tx: Tx, visits: readonly VisitRow[]) =>
    raiseWarnings(tx, visits, { vault, logger, clock, timeZone: config.timeZone, venueById: (id) => facts.venueById(id) });
  const follow = (visits: readonly VisitRow[]) => {
    watermark?.committed(visits);
    doors.announce(visits);
    if (visits.some((visit) => visit.reasons !== null)) {
      feed.announce('warnings');
      feed.announce('incidents');
    }
  };
  const recorder = new Recorder({ db: recording.db, clock, logger, metrics, raise, follow });
  const passage = new Passage({ facts, recorder, clock, vault, timeZone: config.timeZone });
  const doors = new Doors(context, { passage, facts, sessions, notifications });
  const divisions = new Divisions();
  const venues = new Venues(db);
  const press = new Press(clock);
  const oldStickers = new OldStickers(context);

  router.bind(endpoints.getSystem, async () => ({
    name: 'Tongxing',
    version,
    demo: options.demo !== undefined,
    timeZone: config.timeZone,
    now: new Date(clock.now()).toISOString(),
    retentionDays: config.retentionDays,
    publicUrl: config.publicUrl,
    load: load.level,
  }));
  bindRegionRoutes(context, divisions);
  bindResidentRoutes(context, {
    sessions: residents,
    health: new HealthFactsReader(db, clock),
    travel: new TravelReader(db, clock),
    putClaim: (tx, claim) => putClaim(context, tx, claim),
  });
  bindStaffRoutes(context, { sessions, divisions, venues });
  bindVenueRoutes(context, divisions);
  bindApplicationRoutes(context, divisions);
  bindPosterRoutes(context, divisions, press);
  bindStickerRoutes(context, divisions);
  bindHealthRoutes(context);
  bindTravelRoutes(context, divisions);
  bindPolicyRoutes(context, divisions);
  bindPassageRoutes(context, { passage, facts, onOldSticker: oldStickers.note });
  doors.bind();
  const people = new PersonLookup(knowing.db, vault);
  const entries = new Entries({
    clock,
    findPerson: (documentType, canonicalNumber) => people.find(documentType, canonicalNumber),
    recordPerson: (person, author) => recordDoorPerson(context, person, author),
    pass: (scan) => passage.pass(scan),
    requirePossible: (scan) => passage.requirePossible(scan),
  });
  bindDeviceRoutes(context, {
    tokens: deviceTokens,
    entries,
    venueById: (id) => facts.venueById(id),
  });
  bindMemberRoutes(context, {
    entries,
    venueByCode: (code) => passage.venueOf(code),
    venueById: (id) => facts.venueById(id),
  });
  bindClientRoutes(context, divisions);
  bindRightsRoutes(context, divisions, { venueById: (id) => facts.venueById(id) });
  bindWarningRoutes(context, divisions);
  bindIncidentRoutes(context, divisions);
  bindTracingRoutes(context);
  bindSupervisionRoutes(context);
  feed.bind(context);
  bindAdministrationRoutes(context, divisions);
  bindAuditRoutes(context, { divisions, keys: SealKeys.fromSecret(options.keys.sign) });
  bindRetentionRoutes(context);
  if (options.demo !== undefined) bindDemoRoutes(context, divisions, options.demo);
  const missing = router.missing(Object.keys(endpoints).map((name) => endpoints[name as EndpointName]));
  if (missing.length > 0) throw new Error(`declared but not served: ${missing.join(', ')}`);
  serveHealth(http, knowing.db, () => watermark?.isBehind ?? false);
  await servePages(http, options.webApps);

  const delivery =
    options.smppUrl === undefined
      ? undefined
      : new Delivery({
          url: options.smppUrl,
          db: knowing.db,
          vault,
          clock,
          logger,
          metrics,
          notifications,
          onChange: () => feed.announce('messages'),
        });
  const writingLoops = [
    ...(delivery === undefined ? [] : [delivery.loop]),
    escalationLoop(context),
    partitionLoop(context),
    new CompactionLoop({ db, clock, config, logger, open: patient }),
    sweepLoop(context, sessions),
    retentionLoop(context),
    touchedLoop(context),
    devices.loop,
    erasureLoop(context),
    draftsLoop(context),
    refusals,
    permissionUses.loop,
    oldStickers.loop,
  ];
  const feedSessions = feedSessionsLoop({ db: knowing.db, clock, logger }, streams, notifications);
  const loops = [
    ...writingLoops,
    ...(options.watchesKeys === true ? [keyWatch(context)] : []),
    factsLoop(facts, logger),
    residents.loop,
    feedSessions,
  ];
  // A loop that was stopped does not start: nothing is sent or dropped on the word of a database that is behind.
  watermark?.whenBehind(() => {
    metrics.databaseBehind.set(1);
    for (const loop of writingLoops) void loop.stop();
  });

  return {
    http,
    metrics,
    async start() {
      await keepPartitions(context);
      await divisions.load(db);
      await notifications.start();
      await Promise.all([facts.load(), residents.load()]);
      delivery?.connect();
      load.start();
      for (const loop of loops) loop.start();
      await http.listen({ host: config.host, port: config.port, backlog: BACKLOG });
      const address = http.server.address();
      return { port: typeof address === 'object' && address !== null ? address.port : config.port };
    },
    async stop() {
      isStopping = true;
      // New requests are refused first, those under way are answered, then everything behind them ends.
      streams.closeAll();
      // A connection that was opened and never used would hold the stop for its whole time-out.
      const hurry = setTimeout(() => {
        lane.destroy();
        http.server.closeAllConnections();
      }, STOP_GRACE_MS);
      await http.close();
      clearTimeout(hurry);
      load.stop();
      recorder.stop();
      feed.stop();
      await Promise.all(loops.map((loop) => loop.stop()));
      await delivery?.disconnect();
      await notifications.stop();
      await press.end();
      await Promise.all([recording, knowing, desks].map(({ close }) => close()));
    },
  };
}
