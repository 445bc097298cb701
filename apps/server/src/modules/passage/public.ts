export { directionCode, evidenceCode, readReasons, totalsOf, verdictCode } from './codes';
