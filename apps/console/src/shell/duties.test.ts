import { ROLE_PRESETS, type StaffMe } from '@tongxing/contract';
import { describe, expect, it } from 'vitest';
import { dutiesOf, dutyAt } from './duties';

const AREA = { code: '990102', name: '临江区', path: '云泽市 / 临江区' };

function account(role: keyof typeof ROLE_PRESETS, venueId: string | null = null): StaffMe {
  return {
    username: role,
    displayName: role,
    role,
    roleTitle: null,
    permissions: [...ROLE_PRESETS[role]],
    area: venueId === null ? AREA : null,
    venueId,
    zone: null,
    hasSecondFactor: false,
  };
}
const keys = (me: StaffMe) => dutiesOf(me).flatMap((group) => group.duties.map((duty) => duty.key));

describe('dutiesOf', () => {
  it('shows what the permissions allow and nothing else', () => {
    expect(keys(account('dispatcher_110'))).toEqual(['home', 'incidents']);
    expect(keys(account('epidemiologist'))).toEqual(['home', 'risk_areas', 'cases', 'traces']);
    expect(keys(account('audit_admin'))).toEqual(['home', 'staff', 'roles', 'access_review', 'audit', 'retention']);
  });

  it('leads an account of one venue to that venue', () => {
    expect(dutiesOf(account('venue_manager', 'v1'))[0]?.duties[0]).toMatchObject({ key: 'my_venue', path: '/venues/v1' });
  });
});

describe('dutiesOf an account of a functional area or an industry', () => {
  it('leaves out what is for divisions', () => {
    const me = { ...account('data_team'), area: null, zone: { name: '开发区', venueClass: null } };
    expect(keys(me)).toEqual(expect.arrayContaining(['home', 'warnings', 'incidents', 'risk_areas']));
    expect(keys(me)).not.toContain('regimes');
    expect(keys(me)).not.toContain('evidence');
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
