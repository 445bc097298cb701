export * from './decide/severity';
export * from './decide/types';
export * from './vocabulary';
