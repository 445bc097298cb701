import { randomUUID } from 'node:crypto';
import { type EndpointName, type Endpoints, endpoints, PERMISSIONS } from '@tongxing/contract';
import { NOTICE_VERSION } from '@tongxing/rules';
import { CITY_CODE, PERSONAS, residentAt, venueAt } from '@tongxing/simulator';
import type { z } from 'zod';
import { registerTestDevice } from './devices';
import type { TestApp } from './test-app';
import type { Sent } from './wire';

type WithBody = { [N in EndpointName]: Endpoints[N] extends { readonly body: z.ZodType } ? N : never }[EndpointName];
type BodyOf<N extends EndpointName> = Endpoints[N] extends { readonly body: infer S extends z.ZodType } ? z.input<S> : never;
type Samples = { readonly [N in WithBody]: BodyOf<N> };

/** A body that every endpoint with one accepts as to its form. A new endpoint does not compile without its sample. */
export function sampleBodies(t: TestApp): Samples {
  const { documentType, documentNumber, name } = residentAt(t.city, PERSONAS.case);
  const past = new Date(t.clock.now() - 3_600_000).toISOString();
  const now = new Date(t.clock.now()).toISOString();
  return {
    requestSignInCode: { phone: '13900000001' },
    signIn: { phone: '13900000001', code: '000000' },
    register: { name, documentType, documentNumber, notice: NOTICE_VERSION, sensitive: true },
    recordConsent: { id: randomUUID(), kind: 'sensitive', version: NOTICE_VERSION, given: true },
    sendPhoneCodes: { phone: '13900000002' },
    changePhone: { phone: '13900000002', codes: { present: '000000', next: '000000' } },
    makeRequest: { id: randomUUID(), kind: 'name', name, reason: '姓名写错了一个字' },
    revealRightsRequest: { reason: '核对证件' },
    decideRightsRequest: { decision: 'refused', answer: '材料不足，请补充。' },
    addLegalBasis: {
      id: randomUUID(),
      purposes: ['visit_register'],
      title: '关于扫码通行的通告',
      number: '第9号',
      issuer: '指挥部',
      beginsOn: '2026-01-01',
      endsOn: '2099-12-31',
    },
    endLegalBasis: { endsOn: '2099-06-30', reason: '提前结束' },
    declareTrip: { id: randomUUID(), divisionCode: CITY_CODE, arrivedAt: past, leftAt: past },
    scan: { eventId: t.eventId(), code: venueAt(t.city, 0).code, direction: 'in' },
    registerDevice: { id: randomUUID(), venueId: venueAt(t.city, 0).publicId, name: '测试闸机', kind: 'gate' },
    revokeDevice: { reason: '测试' },
    signDeviceOut: { reason: '测试' },
    enrolDevice: { code: 'ABCD-EFGH-JKMN', publicKey: 'A'.repeat(43), signature: 'A'.repeat(86) },
    startDeviceSession: { device: randomUUID(), at: now, nonce: 'A'.repeat(22), signature: 'A'.repeat(86) },
    changeDeviceKey: { publicKey: 'A'.repeat(43), signature: 'A'.repeat(86), oldSignature: 'A'.repeat(86) },
    createClient: {
      id: randomUUID(),
      name: '市健康平台',
      divisionCode: CITY_CODE,
      permissions: ['statistics.read'],
      networks: ['127.0.0.0/8'],
      requestsPerMinute: 60,
      days: 30,
    },
    rotateClientSecret: { id: randomUUID() },
    revokeClient: { reason: '测试' },
    verifyAtDevice: { eventId: t.eventId(), documentType, documentNumber, name, temperatureC: 36.5, direction: 'in' },
    keyEntry: { eventId: t.eventId(), documentType, documentNumber, name, temperatureC: 36.5, direction: 'in' },
    joinVenue: { id: randomUUID(), code: venueAt(t.city, 0).code, role: 'inspector', number: '000000' },
    answerManagerOffer: { offer: randomUUID(), accepts: true },
    makeVenueNumber: { id: randomUUID(), role: 'inspector' },
    unbindMember: { member: randomUUID() },
    createPoint: { id: randomUUID(), kind: 'checkpoint', name: '南门', directions: 'both' },
    changePoint: { point: randomUUID(), name: '南门', directions: 'in', isOpen: true },
    keyOwnEntry: { eventId: t.eventId(), documentType, documentNumber, name, temperatureC: 36.5, direction: 'in' },
    offerManagement: { id: randomUUID(), phone: '13900000001' },
    endDoorScreen: { id: randomUUID(), reason: '测试' },
    pairDoor: { pairingCode: '000000' },
    staffSignIn: { username: 'nobody', password: 'wrong' },
    proveSecondFactor: { ticket: 'none', code: '000000' },
    beginEnrolment: { ticket: 'none' },
    confirmEnrolment: { ticket: 'none', code: '000000' },
    proveAgain: { proof: 'wrong' },
    revokeOwnSession: { id: randomUUID() },
    changePassword: { current: 'wrong', password: 'a new one, long enough' },
    createVenue: {
      id: randomUUID(),
      name: '测试站',
      class: 'other',
      scene: 'ordinary',
      address: '测试路 1 号',
      divisionCode: CITY_CODE,
      contactPhone: '13900000001',
    },
    setVenueState: { state: 'active', reason: '测试' },
    switchRegime: { id: randomUUID(), divisionCode: CITY_CODE, regime: 'normal', noticeNumber: '第9号', title: '测试' },
    addRiskArea: { id: randomUUID(), divisionCode: CITY_CODE, level: 'high', source: '名单', validFrom: past },
    endRiskArea: { source: '名单' },
    recordHealthEvidence: { id: randomUUID(), documentType, documentNumber, kind: 'fever_declared', source: '测试', sampledAt: past },
    decideHealthEvidence: { id: randomUUID(), decision: 'confirm', note: '已核对' },
    requestEvidenceWithdrawal: { id: randomUUID(), reason: '报告编号有误' },
    acknowledgeWarning: { note: '测试' },
    moveIncident: { to: 'dispatched', note: '测试' },
    noteIncident: { note: '测试' },
    revealIncidentPerson: { reason: '联系本人' },
    createCase: { id: randomUUID(), documentType, documentNumber, confirmedAt: past, onsetAt: past, evidenceReference: 'LAB-0001' },
    requestTrace: {
      id: randomUUID(),
      caseId: randomUUID(),
      legalBasis: 'infectious_disease_law',
      basisReference: '第9号',
      purpose: '流行病学调查',
      from: past,
      to: now,
      lagMinutes: 30,
    },
    exportAuditEvents: { id: randomUUID(), format: 'csv', reason: '测试导出', filter: {} },
    exportVenues: { id: randomUUID(), format: 'xlsx', reason: '测试导出', filter: {} },
    exportIncidents: { id: randomUUID(), format: 'csv', reason: '测试导出', filter: {} },
    printPoster: { size: 'a5' },
    exportPosters: { id: randomUUID(), size: 'sticker', reason: '测试打印', filter: {} },
    replaceCode: { id: randomUUID(), cause: 'damaged', reason: '海报破损' },
    checkSticker: { id: randomUUID(), sticker: venueAt(t.city, 0).code, position: null },
    closeStickerFinding: { note: '已到场换贴' },
    findAuditToken: { documentType, documentNumber },
    inviteStaff: {
      id: randomUUID(),
      username: `t${randomUUID().slice(0, 8)}`,
      displayName: '测试人员',
      roleId: randomUUID(),
      area: streetOf(t),
    },
    grantStaffRole: { roleId: randomUUID(), area: streetOf(t), reason: '岗位调整', version: 1 },
    setStaffState: { isSuspended: false, reason: '返岗', version: 1 },
    endStaffSessions: { reason: '测试' },
    resetSecondFactor: { reason: '手机遗失' },
    checkInvitation: { token: 'A'.repeat(43) },
    acceptInvitation: { token: 'A'.repeat(43), password: 'a new one, long enough' },
    createRole: {
      id: randomUUID(),
      divisionCode: CITY_CODE,
      name: `t${randomUUID().slice(0, 8)}`,
      titleZh: '巡查员',
      titleEn: 'Inspector',
      permissions: ['venue.read'],
    },
    editRole: { titleZh: '巡查员', titleEn: 'Inspector', permissions: ['venue.read', 'device.read'], reason: '增加设备', version: 1 },
    createFunctionalArea: {
      id: randomUUID(),
      divisionCode: CITY_CODE,
      nameZh: '开发区',
      nameEn: 'Development zone',
      townships: [venueAt(t.city, 0).divisionCode],
    },
    editFunctionalArea: {
      nameZh: '高新区',
      nameEn: 'High-tech zone',
      townships: [venueAt(t.city, 0).divisionCode],
      reason: '更名',
      version: 1,
    },
    confirmAccess: { id: randomUUID(), permissions: ['venue.read'], reason: '值班需要' },
    keepApplicationDraft: { step: 2, name: '银杏路便民店' },
    applyForVenue: { id: randomUUID(), ...sampleApplication(t) },
    resubmitApplication: { ...sampleApplication(t), version: 1 },
    decideApplication: { decision: 'return', version: 1, note: '名称与营业执照不一致' },
    chooseVenuePolicy: { divisionCode: CITY_CODE, pack: 'putuo', reason: '按区通知' },
    decideTrace: { approve: true, note: '同意' },
  };
}

/** An application of a sole trader in the street of the first venue. */
export function sampleApplication({ city, clock }: TestApp) {
  const { divisionCode, class: venueClass } = venueAt(city, 0);
  return {
    name: '银杏路便民店',
    class: venueClass,
    subjectKind: 'sole_trader' as const,
    subjectName: '银杏路便民店（个体工商户）',
    subjectNumber: '110108000000016',
    divisionCode,
    address: '银杏路 12 号',
    location: { latitude: 31.2, longitude: 121.4, system: 'wgs84' as const, accuracyM: 20, at: new Date(clock.now()).toISOString() },
    contactName: '林晓禾',
    contactPhone: '13900000003',
  };
}

/** The street of the first venue, as an account's area. */
const streetOf = ({ city }: TestApp) => ({ kind: 'division' as const, divisionCode: venueAt(city, 0).divisionCode });

/** Every endpoint by name. */
export const ALL_ENDPOINTS = (Object.keys(endpoints) as EndpointName[]).map((name) => ({ name, endpoint: endpoints[name] }));

/** Path with ids of nothing in the places of its parameters. */
export function pathOf(path: string, value: string = randomUUID()): string {
  return path.replace(/:\w+/g, value);
}

/** What a caller shows: a cookie, or for a device its header. */
export type Shown = Pick<Sent, 'cookie' | 'headers'>;

/** What somebody who may call each kind of route shows. */
export async function everybody(t: TestApp) {
  const [resident, staff, door, device] = await Promise.all([
    t.residentCookie(PERSONAS.green),
    t.extraStaff({ permissions: PERMISSIONS, areaCode: CITY_CODE }),
    t.cookie('door', 1),
    registerTestDevice(t, 0),
  ]);
  return {
    anyone: {},
    demo: {},
    resident: { cookie: resident },
    member: { cookie: resident },
    staff: { cookie: staff },
    self: { cookie: staff },
    door: { cookie: door },
    device: { headers: device.headers },
  } as const satisfies Record<Endpoints[EndpointName]['access']['who'], Shown>;
}
