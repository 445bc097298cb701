export { DEMO_PASSWORD, demoStaff } from './accounts';
export { fillDemo } from './fill';
export { claimInstallation } from './store';
