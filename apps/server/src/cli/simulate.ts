import { type DaySummary, makeCity, runDay } from '@tongxing/simulator';
import type { Progress } from './progress';

export interface SimulateOptions {
  readonly baseUrl: string;
  readonly city: 'small' | 'tiny';
  readonly residents: number;
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** Drives a synthetic day through the HTTP API of a running demo server. */
export async function simulateDay(options: SimulateOptions, progress: Progress): Promise<DaySummary> {
  let phase = '';
  let bar = progress.bar('prepare');
  const summary = await runDay({
    baseUrl: options.baseUrl,
    city: makeCity({ size: options.city }),
    residents: options.residents,
    concurrency: options.concurrency,
    demoInbox: true,
    signal: options.signal,
    onProgress: (state) => {
      if (state.phase !== phase) {
        bar.end();
        phase = state.phase;
        bar = progress.bar(phase.replace('_', ' '));
      }
      bar.update(state.done, state.total);
    },
  });
  bar.end();
  return summary;
}

/** The summary as a person reads it. */
export function describeDay(summary: DaySummary): string {
  const counts = (record: Readonly<Record<string, number | undefined>>) =>
    Object.entries(record)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const rows: [string, string][] = [
    ['Residents signed in', `${summary.signedIn} of ${summary.residents}`],
    ['Scans recorded', `${summary.scansSent} of ${summary.scansPlanned} planned`],
    ['Answers', counts(summary.answers)],
    ['Repeats (double taps)', `${summary.repeatedAnswers}, ${summary.differingAnswers} with another answer`],
    ['Refused', counts(summary.refused)],
    ['Warnings', `${summary.warnings}, ${summary.warningsAcknowledged} acknowledged`],
    ['Incidents', `${summary.incidentsOpened} opened, ${summary.incidentsClosed} closed`],
    ['Case', `${summary.case.number}: ${summary.case.stops} stops, ${summary.traceContacts} contacts`],
    [
      'Speed',
      `${summary.scansPerSecond.toFixed(0)} scans/s, p50 ${summary.latency.p50.toFixed(0)} ms, p99 ${summary.latency.p99.toFixed(0)} ms`,
    ],
    ['Window', `${summary.window.from} – ${summary.window.to}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}
