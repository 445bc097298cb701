import { randomUUID } from 'node:crypto';
import { CITY_CODE, venueAt } from '@tongxing/simulator';
import { DEVICE_SCHEME } from '../platform/http/principals';
import type { TestApp } from './test-app';

export interface TestDevice {
  readonly id: string;
  /** What it shows with every request. */
  readonly headers: { readonly authorization: string };
}

/** Registers a device for a venue of the test city over the API. */
export async function registerTestDevice(t: TestApp, venueIndex: number): Promise<TestDevice> {
  const officer = t.clientWith(await t.extraStaff({ permissions: ['device.register'], areaCode: CITY_CODE }));
  const body = { id: randomUUID(), venueId: venueAt(t.city, venueIndex).publicId, name: '测试闸机', kind: 'gate' } as const;
  const { id, secret } = await officer('POST /api/v1/devices', { body });
  return { id, headers: { authorization: `${DEVICE_SCHEME} ${id}.${secret}` } };
}
