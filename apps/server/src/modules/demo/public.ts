export { DEMO_PASSWORD, demoStaff } from './accounts';
export { fillDemo } from './fill';
