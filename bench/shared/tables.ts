/** Columns of each bench's table in docs/operate/performance.md: key of the report and heading. */
const COLUMNS: Readonly<Record<string, readonly (readonly [key: string, heading: string])[]>> = {
  checkin: [
    ['commit', 'commit'],
    ['venues', 'venues'],
    ['residents', 'residents'],
    ['checkinsPerSecond', 'check-ins/s'],
    ['floorPerSecond', 'floor/s'],
    ['floorRatio', 'ratio'],
    ['arrivalRate', 'arrivals/s'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['refused', 'refused'],
    ['rssMiB', 'memory MiB'],
    ['generatorCpuMicros', 'generator µs'],
    ['checkinsPerSecondMixedConnections', 'mixed connections/s'],
  ],
  'checkin-abnormal': [
    ['commit', 'commit'],
    ['residents', 'residents'],
    ['abnormalPercent', 'abnormal %'],
    ['checkinsPerSecond', 'check-ins/s'],
    ['floorPerSecond', 'floor/s'],
    ['floorRatio', 'ratio'],
    ['arrivalRate', 'arrivals/s'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['refused', 'refused'],
    ['warningsOnDisk', 'warnings'],
  ],
  floor: [
    ['commit', 'commit'],
    ['floorPerSecond', 'floor/s'],
    ['arrivalRate', 'arrivals/s'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['generatorCpuMicros', 'generator µs'],
  ],
  'checkin-mixed': [
    ['commit', 'commit'],
    ['checkinsPerSecond', 'mixed/s'],
    ['residentPerSecond', 'residents alone/s'],
    ['mixedRatio', 'ratio'],
    ['arrivalRate', 'arrivals/s'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['refused', 'refused'],
  ],
  start: [
    ['commit', 'commit'],
    ['venues', 'venues'],
    ['residents', 'residents'],
    ['startMs', 'ready ms'],
    ['rssMiB', 'memory MiB'],
    ['rssGrowthPerMillionResidentsMiB', 'MiB a million residents'],
  ],
  warning: [
    ['commit', 'commit'],
    ['checkinsPerSecond', 'check-ins/s meanwhile'],
    ['messages', 'SMS'],
    ['p50Ms', 'p50 ms'],
    ['p99Ms', 'p99 ms'],
    ['openAtKill', 'open at kill'],
    ['afterKillMs', 'last one after ms'],
    ['missing', 'missing'],
    ['repeated', 'repeated'],
  ],
  overload: [
    ['commit', 'commit'],
    ['peakPerSecond', 'peak/s'],
    ['wantedPerSecond', 'wanted/s'],
    ['offeredPerSecond', 'offered/s'],
    ['goodputPerSecond', 'goodput/s'],
    ['goodputRatio', 'ratio'],
    ['acceptedP99Ms', 'accepted p99 ms'],
    ['refusedP99Ms', 'refused p99 ms'],
    ['retryAfterLeast', 'Retry-After from s'],
    ['retryAfterMost', 'to s'],
    ['recoverySeconds', 'recovery s'],
  ],
  trace: [
    ['commit', 'commit'],
    ['visits', 'visits'],
    ['cases', 'cases'],
    ['p50Ms', 'p50 ms'],
    ['p95Ms', 'p95 ms'],
    ['searchP95Ms', 'search alone p95 ms'],
    ['coldP95Ms', 'cold p95 ms'],
    ['ratioToSmall', 'to a hundredth'],
    ['noStatisticsP95Ms', 'without statistics p95 ms'],
    ['contactsMedian', 'contacts'],
  ],
  trajectory: [
    ['commit', 'commit'],
    ['cases', 'cases'],
    ['p50Ms', 'p50 ms'],
    ['p95Ms', 'p95 ms'],
    ['coldP95Ms', 'cold p95 ms'],
    ['stopsMedian', 'stops'],
  ],
  storage: [
    ['commit', 'commit'],
    ['visits', 'visits'],
    ['bytesPerVisit', 'bytes a visit'],
    ['bytesPerVisitLive', 'as recorded'],
    ['bytesPerVisitCompacted', 'compacted'],
    ['tableBytesPerVisit', 'table alone'],
  ],
};

function shown(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en');
  return value === null || value === undefined ? '–' : String(value);
}

/** A report of a bench with columns; all of its keys for any other. */
function columnsOf(report: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return COLUMNS[String(report.name)] ?? Object.keys(report).map((key) => [key, key] as const);
}

/** Heading of the table that a report belongs into, in Markdown. */
export function tableHead(report: Readonly<Record<string, unknown>>): string {
  const columns = columnsOf(report);
  return `| ${columns.map(([, heading]) => heading).join(' | ')} |\n|${' --- |'.repeat(columns.length)}`;
}

/** A report as a row of it. */
export function tableRow(report: Readonly<Record<string, unknown>>): string {
  return `| ${columnsOf(report)
    .map(([key]) => shown(report[key]))
    .join(' | ')} |`;
}
