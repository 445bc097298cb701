import type { EntryPolicy } from './types';

/**
 * The disease-neutral policy of a place nobody has written one for: colour always, itinerary while risk areas exist, a
 * temperature when one is given, staff when something is not known, help called only for a `stop`.
 */
export const DEFAULT_POLICY: EntryPolicy = {
  remindOnly: false,
  checkHealth: true,
  checkTravel: 'by_regime',
  temperature: 'when_given',
  feverC: 37.3,
  tooLowC: 35,
  onUnknown: 'hold',
  raiseFrom: 'stop',
};
