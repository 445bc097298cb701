export * from './city';
export * from './day';
export * from './smsc';
