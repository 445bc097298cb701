import { endpoints } from '@tongxing/contract';
import { type ArrivedMessage, type City, type InboxQuery, PERSONAS, venueAt } from '@tongxing/simulator';
import type { ModuleContext } from '../module';
import type { Divisions } from '../regions/public';
import { DEMO_PASSWORD, demoStaff } from './accounts';
import { demoResidents } from './fill';

/** Where texts to all telephones can be read: the gateway of the demo, or a way to ask the process that runs it. */
export interface DemoInbox {
  inbox(query: InboxQuery): readonly ArrivedMessage[] | Promise<readonly ArrivedMessage[]>;
}

export interface DemoSources {
  readonly city: City;
  /** Absent behind a real gateway. */
  readonly smsCentre: DemoInbox | undefined;
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
    const { phone } = query;
    const messages = (await smsCentre?.inbox({ limit: MOST_MESSAGES, ...(phone === undefined ? {} : { to: phone }) })) ?? [];
    return { items: messages.map(({ id, at, to, text }) => ({ id, at: new Date(at).toISOString(), to, text })) };
  });
}
