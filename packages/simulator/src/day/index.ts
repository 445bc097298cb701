export { DayImpossible } from './connection';
export { runDay } from './run-day';
export type { DayOptions, DayPhase, DayProgress, DaySummary, DisposalSummary, ScanSummary, TracingSummary } from './summary';
