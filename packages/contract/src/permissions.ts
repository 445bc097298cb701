/** `noun.verb`. A route declares exactly one; a role is a list of them with an area. */
export const PERMISSIONS = [
  'venue.read',
  'venue.create',
  'venue.edit',
  'venue.review',
  'venue_policy.edit',
  'door.pair',
  'device.read',
  'device.register',
  'device.revoke',
  'entry.key',
  'regime.read',
  'regime.switch',
  'risk_area.read',
  'risk_area.edit',
  'evidence.read',
  'evidence.create',
  'evidence.confirm',
  'warning.read',
  'warning.acknowledge',
  'incident.read',
  'incident.handle',
  'incident.note',
  'person.reveal',
  'case.read',
  'case.create',
  'trace.read',
  'trace.request',
  'trace.approve',
  'statistics.read',
  'audit.read',
  'staff.read',
  'rights_request.read',
  'rights_request.handle',
  'legal_basis.edit',
  'staff.manage',
  'staff.grant',
  'role.edit',
  'area.edit',
  'access.review',
  'client.manage',
  'retention.read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What other systems may be given: totals and lists of things, nothing that needs or shows a person. */
export const CLIENT_PERMISSIONS = ['statistics.read', 'venue.read', 'device.read'] as const satisfies readonly Permission[];

/** Presets shipped with the platform; a district may make its own (names are data, never branched on). */
export const ROLE_PRESETS = {
  headquarters: [
    'venue.read',
    'regime.read',
    'regime.switch',
    'risk_area.read',
    'risk_area.edit',
    'warning.read',
    'incident.read',
    'incident.note',
    'statistics.read',
    'legal_basis.edit',
    'retention.read',
    'venue_policy.edit',
  ],
  privacy_officer: ['rights_request.read', 'rights_request.handle'],
  data_team: [
    'warning.read',
    'warning.acknowledge',
    'incident.read',
    'incident.note',
    'evidence.read',
    'evidence.create',
    'regime.read',
    'risk_area.read',
    'statistics.read',
    'retention.read',
  ],
  evidence_reviewer: ['evidence.read', 'evidence.confirm'],
  dispatcher_110: ['incident.read', 'incident.handle', 'incident.note', 'person.reveal'],
  hotline_12345: ['incident.read', 'incident.note'],
  epidemiologist: ['case.read', 'case.create', 'trace.read', 'trace.request', 'risk_area.read'],
  trace_approver: ['case.read', 'trace.read', 'trace.approve'],
  street_officer: [
    'venue.read',
    'venue.create',
    'venue.edit',
    'door.pair',
    'device.read',
    'regime.read',
    'statistics.read',
    'venue.review',
  ],
  // Its area is an industry inside a division: venues of one class.
  industry_officer: ['venue.read', 'venue.review', 'device.read', 'statistics.read'],
  venue_manager: ['venue.read', 'door.pair', 'device.read', 'device.register', 'device.revoke', 'entry.key'],
  // The three administrators: one makes accounts, one grants what they may, one reads what was done.
  system_admin: ['venue.read', 'staff.read', 'staff.manage', 'client.manage'],
  security_admin: ['venue.read', 'staff.read', 'staff.grant', 'role.edit', 'area.edit', 'access.review'],
  audit_admin: ['audit.read', 'staff.read', 'retention.read'],
} as const satisfies Record<string, readonly Permission[]>;
export type RolePreset = keyof typeof ROLE_PRESETS;

/** What makes each of the three administrators (三员). Only the shipped roles hold these; no account holds those of two. */
export const ADMINISTRATORS = {
  system: ['staff.manage', 'client.manage'],
  security: ['staff.grant', 'role.edit', 'area.edit', 'access.review'],
  audit: ['audit.read'],
} as const satisfies Record<string, readonly Permission[]>;

/** The one permission by which an administrator of each kind is known: somebody active has to hold it. */
export const ADMINISTRATOR_MARKS = ['staff.manage', 'staff.grant', 'audit.read'] as const satisfies readonly Permission[];

type Pair = readonly [Permission, Permission];

/** What asks for a second person. */
const SECOND_PERSON: readonly Pair[] = [
  ['trace.request', 'trace.approve'],
  ['evidence.create', 'evidence.confirm'],
  ['case.create', 'evidence.confirm'],
];

const { system, security, audit } = ADMINISTRATORS;
const acrossTwo = (some: readonly Permission[], others: readonly Permission[]): Pair[] =>
  some.flatMap((one) => others.map((other): Pair => [one, other]));

/** Pairs that no role holds together, and so no account: it has one role. The database refuses them as well. */
export const INCOMPATIBLE_PERMISSIONS: readonly Pair[] = [
  ...SECOND_PERSON,
  ...acrossTwo(system, security),
  ...acrossTwo(system, audit),
  ...acrossTwo(security, audit),
];

/** The first pair of a list of permissions that must not come together; undefined when there is none. */
export function incompatibleIn(permissions: readonly Permission[]): Pair | undefined {
  const held = new Set(permissions);
  return INCOMPATIBLE_PERMISSIONS.find(([one, other]) => held.has(one) && held.has(other));
}
