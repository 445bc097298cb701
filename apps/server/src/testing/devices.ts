import { randomUUID } from 'node:crypto';
import { CITY_CODE, SimulatedDevice, venueAt } from '@tongxing/simulator';
import type { TestApp } from './test-app';

/** Registers a device for a venue of the test city over the API; it enrols and signs in as a real one does. */
export async function registerTestDevice(t: TestApp, venueIndex: number): Promise<SimulatedDevice> {
  const officer = t.clientWith(await t.extraStaff({ permissions: ['device.register'], areaCode: CITY_CODE }));
  const body = { id: randomUUID(), venueId: venueAt(t.city, venueIndex).publicId, name: '测试闸机', kind: 'gate' } as const;
  const { id } = await officer('POST /api/v1/devices', { body });
  const { code } = await officer('POST /api/v1/devices/:id/enrolment-codes', { params: { id } });
  return SimulatedDevice.enrol({ baseUrl: t.origin, now: () => t.clock.now() }, code);
}
