export { type SmsCentre, type SmsCentreCounts, type SmsCentreMode, type SmsCentreOptions, startSmsCentre } from './centre';
export type { ArrivedMessage, InboxQuery } from './inbox';
