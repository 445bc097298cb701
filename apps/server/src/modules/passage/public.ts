export { evidenceCode, readReasons, totalsOf, verdictCode } from './codes';
