import { accountEndpoints } from './account';
import { administrationEndpoints } from './administration';
import { applicationEndpoints } from './applications';
import { auditEndpoints } from './audit';
import { clientEndpoints } from './clients';
import { deviceEndpoints } from './devices';
import { disposalEndpoints } from './disposal';
import { exportEndpoints } from './exports';
import { memberEndpoints } from './members';
import { passageEndpoints } from './passage';
import { policyEndpoints } from './policy';
import { posterEndpoints } from './posters';
import { residentEndpoints } from './residents';
import { retentionEndpoints } from './retention';
import { rightsEndpoints } from './rights';
import { staffEndpoints } from './staff';
import { stickerEndpoints } from './stickers';
import { systemEndpoints } from './system';
import { tracingEndpoints } from './tracing';

/** Every route of the platform. What is not here does not exist. */
export const endpoints = {
  ...systemEndpoints,
  ...residentEndpoints,
  ...rightsEndpoints,
  ...passageEndpoints,
  ...deviceEndpoints,
  ...memberEndpoints,
  ...clientEndpoints,
  ...applicationEndpoints,
  ...accountEndpoints,
  ...staffEndpoints,
  ...policyEndpoints,
  ...disposalEndpoints,
  ...tracingEndpoints,
  ...auditEndpoints,
  ...retentionEndpoints,
  ...exportEndpoints,
  ...posterEndpoints,
  ...stickerEndpoints,
  ...administrationEndpoints,
};

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
