export {
  CITY_SIZES,
  type City,
  type CityOptions,
  type CitySize,
  type CitySizeName,
  makeCity,
} from './city';
export { type DayPlan, type PlannedScan, type PlanOptions, planDay } from './day-plan';
export {
  CITY_CODE,
  type DivisionRecord,
  MOST_STREETS,
  makeDivisions,
  NEIGHBOUR_CITY_CODE,
  PROVINCE_CODE,
  RISK_AREA_CODE,
} from './divisions';
export { type AbnormalKind, PERSONAS, type ResidentRecord, residentAt, residentsOf } from './residents';
export { type VenueRecord, venueAt, venuesOf } from './venues';
