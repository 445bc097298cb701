import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics of a process of Node.js itself. */
function processRegistry(process: string | undefined): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'tongxing_', ...(process === undefined ? {} : { labels: { process } }) });
  return registry;
}

/**
 * Every metric of a platform. Names are reviewed here; labels never hold a person or a venue. Of several processes the
 * sum is shown unless a gauge says otherwise.
 * @param process which of several; memory and event loop are shown for each
 */
export function createMetrics(process?: string) {
  const registry = processRegistry(process);
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'tongxing_http_request_seconds',
      help: 'Duration of HTTP requests by route, method and status',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    verdicts: new Counter({ name: 'tongxing_verdicts_total', help: 'Recorded scans by verdict', labelNames: ['verdict'], registers }),
    batchSize: new Histogram({
      name: 'tongxing_visit_batch_size',
      help: 'Visits written by one transaction',
      buckets: [1, 2, 5, 10, 50, 100, 500, 1000, 2000],
      registers,
    }),
    batchSeconds: new Histogram({
      name: 'tongxing_visit_batch_seconds',
      help: 'Duration of one visit transaction',
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1],
      registers,
    }),
    refused: new Counter({
      name: 'tongxing_scans_refused_total',
      help: 'Scans told to come back; full and late: not written, unknown: not certain, a repeat never counts twice',
      labelNames: ['class', 'why'],
      registers,
    }),
    databaseBehind: new Gauge({
      name: 'tongxing_database_behind',
      help: '1 while the database lacks what was acknowledged',
      aggregator: 'max',
      registers,
    }),
    loadLevel: new Gauge({
      name: 'tongxing_load_level',
      help: '0 normal, 1 busy, 2 overloaded: what is put off',
      registers,
      aggregator: 'max',
    }),
    shed: new Counter({
      name: 'tongxing_requests_shed_total',
      help: 'Requests put off by overload, by tag',
      labelNames: ['tag'],
      registers,
    }),
    factsAge: new Gauge({
      name: 'tongxing_facts_age_seconds',
      help: 'Time since the facts in memory were last known to be those of the database',
      registers,
      aggregator: 'max',
    }),
    queueLength: new Gauge({ name: 'tongxing_visit_queue_length', help: 'Scans waiting to be written', registers }),
    factsHeld: new Gauge({
      name: 'tongxing_facts_held',
      help: 'Facts held in memory by kind, in each process',
      labelNames: ['kind'],
      aggregator: 'max',
      registers,
    }),
    codesOverBudget: new Counter({
      name: 'tongxing_sign_in_codes_over_budget_total',
      help: 'Sign-in codes that were not sent because the installation had sent as many in an hour as it may',
      registers,
    }),
    messages: new Counter({ name: 'tongxing_sms_total', help: 'SMS by outcome of an attempt', labelNames: ['outcome'], registers }),
  };
}

/** Metrics of the process that only starts others and looks after them. */
export function createPrimaryMetrics() {
  const registry = processRegistry('primary');
  const registers = [registry];
  return {
    registry,
    workers: new Gauge({ name: 'tongxing_workers', help: 'Processes that serve', registers }),
    workerDeaths: new Counter({ name: 'tongxing_worker_deaths_total', help: 'Processes that ended though nobody stopped them', registers }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
