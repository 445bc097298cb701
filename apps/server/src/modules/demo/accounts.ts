import type { RolePreset } from '@tongxing/contract';
import type { VenueClass } from '@tongxing/rules';
import { CITY_CODE, type City, venueAt } from '@tongxing/simulator';

/** One password for all: the accounts open a fictional city and nothing else. */
export const DEMO_PASSWORD = 'tongxing-demo';

export interface DemoStaff {
  readonly username: string;
  readonly role: RolePreset;
  readonly displayName: string;
  /** Division code, or null for the account of the first venue. */
  readonly areaCode: string | null;
  /** Only venues of this class inside the division. */
  readonly industry?: VenueClass;
}

/** Staff of every role. The street officer and the venue manager belong to the first venue's street and venue. */
export function demoStaff(city: City): DemoStaff[] {
  const street = venueAt(city, 0).divisionCode;
  return [
    { username: 'headquarters', role: 'headquarters', displayName: '指挥部·值班', areaCode: CITY_CODE },
    { username: 'data', role: 'data_team', displayName: '数据专班·接收员', areaCode: CITY_CODE },
    { username: 'dispatcher', role: 'dispatcher_110', displayName: '110 调度员', areaCode: CITY_CODE },
    { username: 'hotline', role: 'hotline_12345', displayName: '12345 话务员', areaCode: CITY_CODE },
    { username: 'epidemiologist', role: 'epidemiologist', displayName: '流调员', areaCode: CITY_CODE },
    { username: 'approver', role: 'trace_approver', displayName: '溯源审批人', areaCode: CITY_CODE },
    { username: 'privacy', role: 'privacy_officer', displayName: '个人信息保护负责人', areaCode: CITY_CODE },
    { username: 'street', role: 'street_officer', displayName: '街道专管员', areaCode: street },
    { username: 'venue', role: 'venue_manager', displayName: '场所管理员', areaCode: null },
    { username: 'system', role: 'system_admin', displayName: '系统管理员', areaCode: CITY_CODE },
    { username: 'security', role: 'security_admin', displayName: '安全管理员', areaCode: CITY_CODE },
    { username: 'auditor', role: 'audit_admin', displayName: '审计管理员', areaCode: CITY_CODE },
    { username: 'reviewer', role: 'evidence_reviewer', displayName: '转码复核员', areaCode: CITY_CODE },
    { username: 'industry', role: 'industry_officer', displayName: '行业主管', areaCode: CITY_CODE, industry: venueAt(city, 0).class },
  ];
}
