export * from './enrolment-code';
export * from './event-id';
export { type Mac, signatureText, venueSignature } from './signature';
export * from './venue-code';
export * from './venue-link';
