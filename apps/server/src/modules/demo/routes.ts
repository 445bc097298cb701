import { endpoints } from '@tongxing/contract';
import { type City, PERSONAS, type SmsCentre, venueAt } from '@tongxing/simulator';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { DEMO_PASSWORD, demoStaff } from './accounts';
import { demoResidents } from './fill';

export interface DemoSources {
  readonly city: City;
  /** The gateway of the demo, whose inbox stands for everybody's telephone. Absent behind a real gateway. */
  readonly smsCentre: SmsCentre | undefined;
}

const MOST_MESSAGES = 50;

export function bindDemoRoutes({ router, config }: ModuleContext, divisions: Divisions, { city, smsCentre }: DemoSources): void {
  router.bind(endpoints.listDemoAccounts, async ({ language }) => {
    const venue = venueAt(city, 0);
    return {
      items: demoStaff(city).map(({ username, role, displayName, areaCode }) => ({
        username,
        password: DEMO_PASSWORD,
        role,
        displayName,
        area: areaCode === null ? venue.name : divisions.named(areaCode, language).path,
      })),
      venueLink: `${config.publicUrl}/v/${venue.code}`,
      venueName: venue.name,
      residents: demoResidents(city, PERSONAS),
    };
  });

  router.bind(endpoints.listDemoMessages, async ({ query }) => {
    const messages = smsCentre?.inbox({ limit: MOST_MESSAGES, ...(query.phone === undefined ? {} : { to: query.phone }) }) ?? [];
    return { items: messages.map(({ id, at, to, text }) => ({ id, at: new Date(at).toISOString(), to, text })) };
  });
}
