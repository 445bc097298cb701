/** What somebody is at a venue: 场所管理员, 检测员; the manager may inspect as well. These words stand apart from the schemas, so that phones have them without the schemas' library. */
export const MEMBER_ROLES = ['manager', 'inspector'] as const;

/** A gate of a venue, or a venue inside it (mall and shop: "door within a door"). */
export const POINT_KINDS = ['checkpoint', 'sub_venue'] as const;

/** Totals from 1 to one less are not told: who knows somebody of so few knows all about them. */
export const SMALL_CELL = 5;

/** °C between which a reading is one of a person (national practice for forehead thermometers); outside it the sensor is wrong. */
export const TEMPERATURE_C = { least: 30, most: 45 } as const;
