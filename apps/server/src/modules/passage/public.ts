export { directionCode, evidenceCode, readReasons, totalsOf, verdictCode } from './codes';
export { momentAt } from './moments';
