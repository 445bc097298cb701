import {
  AlertOutlined,
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  EnvironmentOutlined,
  ExperimentOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  FormOutlined,
  HomeOutlined,
  HourglassOutlined,
  IdcardOutlined,
  MedicineBoxOutlined,
  QrcodeOutlined,
  SafetyCertificateOutlined,
  ScanOutlined,
  ShopOutlined,
  SolutionOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { Permission, StaffMe } from '@tongxing/contract';
import type { ReactNode } from 'react';

/** One entry of the menu. Its key is also its text: `menu.<key>`. */
interface Duty {
  readonly key: string;
  readonly path: string;
  readonly icon: ReactNode;
  /** Left out for what every account may open. */
  readonly permission?: Permission;
  /** Only for accounts whose area is a division: others are refused. */
  readonly isForDivisions?: true;
}

export interface DutyGroup {
  /** Text: `menu.group.<key>`. */
  readonly key: string;
  readonly duties: readonly Duty[];
}

const GROUPS: readonly DutyGroup[] = [
  { key: 'start', duties: [{ key: 'home', path: '/', icon: <HomeOutlined /> }] },
  {
    key: 'disposal',
    duties: [
      { key: 'warnings', path: '/warnings', icon: <AlertOutlined />, permission: 'warning.read' },
      { key: 'incidents', path: '/incidents', icon: <SolutionOutlined />, permission: 'incident.read' },
    ],
  },
  {
    key: 'policy',
    duties: [
      { key: 'regimes', path: '/regimes', icon: <SafetyCertificateOutlined />, permission: 'regime.read', isForDivisions: true },
      { key: 'risk_areas', path: '/risk-areas', icon: <EnvironmentOutlined />, permission: 'risk_area.read' },
      { key: 'venue_policies', path: '/venue-policies', icon: <ShopOutlined />, permission: 'venue_policy.edit', isForDivisions: true },
      { key: 'legal_bases', path: '/legal-bases', icon: <FileTextOutlined />, permission: 'legal_basis.edit', isForDivisions: true },
      { key: 'evidence', path: '/evidence', icon: <ExperimentOutlined />, permission: 'evidence.read', isForDivisions: true },
    ],
  },
  {
    key: 'tracing',
    duties: [
      { key: 'cases', path: '/cases', icon: <MedicineBoxOutlined />, permission: 'case.read', isForDivisions: true },
      { key: 'traces', path: '/traces', icon: <ApartmentOutlined />, permission: 'trace.read', isForDivisions: true },
    ],
  },
  {
    key: 'venues',
    duties: [
      { key: 'venues', path: '/venues', icon: <ShopOutlined />, permission: 'venue.read' },
      { key: 'venue_applications', path: '/venue-applications', icon: <FormOutlined />, permission: 'venue.review' },
      { key: 'sticker_check', path: '/sticker-check', icon: <QrcodeOutlined />, permission: 'venue.edit' },
      { key: 'sticker_findings', path: '/sticker-findings', icon: <FileSearchOutlined />, permission: 'venue.edit' },
      { key: 'devices', path: '/devices', icon: <ScanOutlined />, permission: 'device.read' },
    ],
  },
  {
    key: 'rights',
    duties: [
      { key: 'rights_requests', path: '/rights-requests', icon: <UserOutlined />, permission: 'rights_request.read', isForDivisions: true },
    ],
  },
  { key: 'connected', duties: [{ key: 'api_clients', path: '/api-clients', icon: <ApiOutlined />, permission: 'client.manage' }] },
  {
    key: 'administration',
    duties: [
      { key: 'staff', path: '/staff', icon: <TeamOutlined />, permission: 'staff.read', isForDivisions: true },
      { key: 'roles', path: '/roles', icon: <IdcardOutlined />, permission: 'staff.read', isForDivisions: true },
      { key: 'access_review', path: '/access-review', icon: <FileProtectOutlined />, permission: 'staff.read', isForDivisions: true },
    ],
  },
  {
    key: 'control',
    duties: [
      { key: 'audit', path: '/audit', icon: <AuditOutlined />, permission: 'audit.read' },
      { key: 'retention', path: '/retention', icon: <HourglassOutlined />, permission: 'retention.read' },
    ],
  },
];

/** An account of a single venue goes straight to it: neither home nor a list of one is of use to it. */
function ofOneVenue(venueId: string): readonly DutyGroup[] {
  const path = `/venues/${venueId}`;
  return [
    {
      key: 'venues',
      duties: [
        { key: 'my_venue', path, icon: <ShopOutlined />, permission: 'venue.read' },
        { key: 'devices', path: '/devices', icon: <ScanOutlined />, permission: 'device.read' },
      ],
    },
  ];
}

/** What the account may open, by duty; groups without anything are left out. */
export function dutiesOf(account: StaffMe): readonly DutyGroup[] {
  const groups = account.venueId === null ? GROUPS : ofOneVenue(account.venueId);
  const isOpen = (duty: Duty) =>
    (duty.permission === undefined || account.permissions.includes(duty.permission)) &&
    (duty.isForDivisions === undefined || account.area !== null);
  return groups.map((group) => ({ ...group, duties: group.duties.filter(isOpen) })).filter((group) => group.duties.length > 0);
}

/** Key of the duty a path belongs to: the longest that it starts with. */
export function dutyAt(groups: readonly DutyGroup[], path: string): string | undefined {
  const all = groups.flatMap((group) => group.duties);
  const fitting = all.filter((duty) => (duty.path === '/' ? path === '/' : path === duty.path || path.startsWith(`${duty.path}/`)));
  return fitting.sort((a, b) => b.path.length - a.path.length)[0]?.key;
}
