export { DEMO_PASSWORD, demoStaff } from './accounts';
export { fillDemo } from './fill';
export type { DemoInbox } from './routes';
