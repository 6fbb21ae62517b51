/** What `doctor` found in one check. */
export interface Finding {
  /** A name for scripts. */
  readonly check: string
  readonly ok: boolean
  /** What was looked at, and what is to be said of it; Chinese. */
  readonly what: string
  readonly said: string
}
