import { z } from 'zod';
import { DivisionCode, DivisionRef, Id, IdParams, Instant, PageQuery, page, text } from '../common';
import { endpoint } from '../endpoint';
import { CLIENT_PERMISSIONS } from '../permissions';

/** Days that the key of another system may be valid; then it is looked at anew. */
export const LONGEST_CLIENT_DAYS = 365;
/** Hours that a secret lives on after it was rotated. */
export const ROTATED_SECRET_HOURS = 24;

export const ClientPermission = z.enum(CLIENT_PERMISSIONS).meta({ id: 'ClientPermission' });
export type ClientPermission = z.infer<typeof ClientPermission>;

/** Addresses in CIDR notation, IPv4 or IPv6. */
export const Network = z.union([z.cidrv4(), z.cidrv6()]).meta({ id: 'Network', example: '198.51.100.0/24' });

/** Another system that calls the API by itself. */
export const ApiClient = z
  .object({
    id: Id.describe('also the first part of its key'),
    name: z.string(),
    area: DivisionRef,
    permissions: z.array(ClientPermission),
    networks: z.array(z.string()).describe('where it may call from; empty: from anywhere'),
    requestsPerMinute: z.int(),
    createdAt: Instant,
    createdBy: z.string(),
    expiresAt: Instant,
    /** Until when the secret before the last rotation is accepted as well. */
    earlierSecretUntil: Instant.nullable(),
    lastUsedAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'ApiClient' });
export type ApiClient = z.infer<typeof ApiClient>;

export const ApiClientWithSecret = ApiClient.extend({
  secret: z.string().nullable().describe('in the answer that makes it and in no other; null when the request was repeated'),
}).meta({ id: 'ApiClientWithSecret' });
export type ApiClientWithSecret = z.infer<typeof ApiClientWithSecret>;

export const ApiClientUse = z
  .object({
    day: z.iso.date(),
    /** As it is declared, such as `GET /api/v1/venues/:id`. */
    route: z.string(),
    answered: z.int(),
    refused: z.int().describe('without the permission, from another network, or too often'),
  })
  .meta({ id: 'ApiClientUse' });
export type ApiClientUse = z.infer<typeof ApiClientUse>;

const access = { who: 'staff', permission: 'client.manage', area: 'division' } as const;
/** A key works for a year from anywhere: whoever found a session open must not get one. */
const proved = { ...access, proof: 'fresh' } as const;

export const clientEndpoints = {
  listClients: endpoint({
    method: 'GET',
    path: '/api/v1/clients',
    tag: 'clients',
    summary: 'Other systems that may call for the own area, newest first.',
    access,
    query: PageQuery,
    status: 200,
    response: page(ApiClient),
    errors: [],
  }),
  createClient: endpoint({
    method: 'POST',
    path: '/api/v1/clients',
    tag: 'clients',
    summary: 'Give another system a key of its own. Answers its secret once; repeating the same id is harmless and answers none.',
    access: proved,
    body: z.strictObject({
      id: Id,
      name: text(60, 2),
      divisionCode: DivisionCode,
      permissions: z.array(ClientPermission).min(1).max(CLIENT_PERMISSIONS.length),
      networks: z.array(Network).max(20).default([]),
      requestsPerMinute: z.int().min(1).max(600).default(60),
      days: z.int().min(1).max(LONGEST_CLIENT_DAYS),
    }),
    status: 201,
    response: ApiClientWithSecret,
    errors: ['STATE_CONFLICT'],
  }),
  rotateClientSecret: endpoint({
    method: 'POST',
    path: '/api/v1/clients/:id/secrets',
    tag: 'clients',
    summary: 'A new secret, told once; the one before lives on for 24 hours. Repeating the same rotation is harmless and answers none.',
    access: proved,
    params: IdParams,
    body: z.strictObject({ id: Id.describe('of the rotation, made by the caller') }),
    status: 201,
    response: ApiClientWithSecret,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  }),
  revokeClient: endpoint({
    method: 'POST',
    path: '/api/v1/clients/:id/revocation',
    tag: 'clients',
    summary: 'Nothing of the system is accepted any more, from the next request on, for ever.',
    access,
    params: IdParams,
    body: z.strictObject({ reason: text(200) }),
    status: 200,
    response: ApiClient,
    errors: ['NOT_FOUND'],
  }),
  listClientUses: endpoint({
    method: 'GET',
    path: '/api/v1/clients/:id/uses',
    tag: 'clients',
    summary: 'What a system called in the last 30 days, by day and route.',
    access,
    params: IdParams,
    status: 200,
    response: z.object({ items: z.array(ApiClientUse) }),
    errors: ['NOT_FOUND'],
  }),
};
