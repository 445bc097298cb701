import { ROLE_PRESETS, type StaffMe } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { dutiesOf, dutyAt } from './duties';

const AREA = { code: '990102', name: '临江区', path: '云泽市 / 临江区' };

function account(role: keyof typeof ROLE_PRESETS, venueId: string | null = null): StaffMe {
  return { username: role, displayName: role, role, permissions: [...ROLE_PRESETS[role]], area: venueId === null ? AREA : null, venueId };
}
const keys = (me: StaffMe) => dutiesOf(me).flatMap((group) => group.duties.map((duty) => duty.key));

describe('dutiesOf', () => {
  it('shows what the permissions allow and nothing else', () => {
    expect(keys(account('dispatcher_110'))).toEqual(['home', 'incidents']);
    expect(keys(account('epidemiologist'))).toEqual(['home', 'risk_areas', 'cases', 'traces']);
    expect(keys(account('audit_admin'))).toEqual(['home', 'audit']);
  });

  it('leads an account of one venue to that venue', () => {
    expect(dutiesOf(account('venue_manager', 'v1'))[0]?.duties[0]).toMatchObject({ key: 'my_venue', path: '/venues/v1' });
  });
});

describe('dutyAt', () => {
  it('finds the duty of a page below it', () => {
    const groups = dutiesOf(account('headquarters'));
    expect(dutyAt(groups, '/regimes/switch')).toBe('regimes');
    expect(dutyAt(groups, '/')).toBe('home');
    expect(dutyAt(groups, '/elsewhere')).toBeUndefined();
  });
});
