/** Waiting for a role; invited, with no password yet; active; suspended. Here and not beside its schema, so that pages have it without the schemas' library. */
export const STAFF_STATES = ['waiting', 'invited', 'active', 'suspended'] as const;
export type StaffState = (typeof STAFF_STATES)[number];

/** A permission that was not used for so many days is looked at again. */
export const UNUSED_DAYS = 90;
