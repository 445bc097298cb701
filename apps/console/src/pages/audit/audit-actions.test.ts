import { INCIDENT_STATES, VENUE_STATES } from '@tongxing/rules';
import { describe, expect, it } from 'vitest';
import { i18n } from '../../i18n';
import { AUDIT_ACTIONS } from './audit-actions';

const server = import.meta.glob<string>(['../../../../server/src/modules/**/*.ts', '!**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Named in the server's code: `action: 'case.create'`, `action: approve ? 'trace.approve' : 'trace.refuse'`. */
function recordedActions(): string[] {
  const lines = Object.values(server).flatMap((code) => code.match(/\baction: [^\n]+/g) ?? []);
  return [...new Set(lines.flatMap((line) => [...line.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map((match) => match[1] ?? '')))];
}

describe('actions of the audit log', () => {
  it('are all those that the server records', () => {
    const recorded = recordedActions();
    expect(recorded.length).toBeGreaterThan(10);
    expect(recorded.filter((action) => !AUDIT_ACTIONS.some((known) => known === action))).toEqual([]);
    const states = [
      ...INCIDENT_STATES.filter((state) => state !== 'reported').map((state) => `incident.${state}`),
      ...VENUE_STATES.filter((state) => state !== 'replaced').map((state) => `venue.${state}`),
    ];
    expect(states.filter((action) => !AUDIT_ACTIONS.some((known) => known === action))).toEqual([]);
  });

  it.each(['zh', 'en'])('have words in %s', (language) => {
    const t = i18n.getFixedT(language, 'console');
    const words = AUDIT_ACTIONS.map((action) => t(`audit.of.${action}`));
    expect(words.filter((text) => text.includes('.'))).toEqual([]);
    expect(new Set(words).size).toBe(AUDIT_ACTIONS.length);
  });
});
