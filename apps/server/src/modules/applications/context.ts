import type { ModuleContext } from '../module';

/** What applying and deciding ask of the platform. */
export type ApplicationContext = Pick<ModuleContext, 'db' | 'vault' | 'clock' | 'config' | 'factsChanged'>;
