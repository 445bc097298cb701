export { forgetApplications } from './store';
