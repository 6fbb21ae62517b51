/** Messages between two of a customer's own, and for how long (doc 94677). */
export const MESSAGES = 5
export const WINDOW_MS = 48 * 3_600_000
