import { type Finding, found } from './finding';
import type { EntryPolicy, Temperature } from './types';

/** Nothing is known of the person yet, so nobody is called. */
function measureAgain(reason: 'TEMPERATURE_REQUIRED' | 'TEMPERATURE_LOW'): Finding {
  return { verdict: 'attention', reason, advice: 'measure_again', raises: false };
}

/**
 * Body temperature against the limits of the policy. A reading at the fever limit stops and goes to the desk, where it
 * is repeated after a rest with a contact thermometer; one too low is a wrong reading (standards §8.3), as is NaN,
 * which counts as none.
 * @param reading degrees Celsius, or the word of whoever measured
 */
export function checkTemperature(reading: Temperature | undefined, policy: EntryPolicy): Finding | undefined {
  if (policy.temperature === 'ignore') return undefined;
  if (reading === 'normal') return undefined;
  if (reading === undefined || Number.isNaN(reading)) {
    return policy.temperature === 'required' ? measureAgain('TEMPERATURE_REQUIRED') : undefined;
  }
  if (reading >= policy.feverC) return found('stop', 'TEMPERATURE_HIGH', 'recheck_at_desk');
  return reading < policy.tooLowC ? measureAgain('TEMPERATURE_LOW') : undefined;
}
