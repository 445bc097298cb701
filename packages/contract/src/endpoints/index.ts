import { auditEndpoints } from './audit';
import { deviceEndpoints } from './devices';
import { disposalEndpoints } from './disposal';
import { passageEndpoints } from './passage';
import { policyEndpoints } from './policy';
import { residentEndpoints } from './residents';
import { staffEndpoints } from './staff';
import { systemEndpoints } from './system';
import { tracingEndpoints } from './tracing';

/** Every route of the platform. What is not here does not exist. */
export const endpoints = {
  ...systemEndpoints,
  ...residentEndpoints,
  ...passageEndpoints,
  ...deviceEndpoints,
  ...staffEndpoints,
  ...policyEndpoints,
  ...disposalEndpoints,
  ...tracingEndpoints,
  ...auditEndpoints,
};

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
