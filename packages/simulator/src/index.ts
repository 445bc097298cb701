export * from './city';
export * from './day';
export * from './device';
export * from './smsc';
