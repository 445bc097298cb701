export { adviceCode, evidenceCode, readReasons, totalsOf, verdictCode, writeReasons } from './codes';
export type { VisitRow } from './store';
