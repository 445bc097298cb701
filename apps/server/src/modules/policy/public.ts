export { ensurePolicies } from './preset-store';
export { addDemoRiskArea, readCurrentRegimes, readPolicies } from './store';
