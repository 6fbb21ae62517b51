import { z } from 'zod'

/** The turning points at which a party is asked. VISITED is a visit; the others are events of the ledger. */
export const OCCASIONS = [
  'AWARD_CONFIRMED',
  'CONTRACT_SIGNED',
  'ACCEPTED',
  'PAID',
  'VISITED',
] as const
export type SurveyOccasion = (typeof OCCASIONS)[number]

/** An occasion as it is stored. */
export const occasionSchema = z.enum(OCCASIONS)

/** Those on which the survey's own one-time link is handed out at once; the others wait at the standing link. */
export const WITH_OWN_LINK = ['ACCEPTED', 'PAID'] as const satisfies readonly SurveyOccasion[]
export type OwnLinkOccasion = (typeof WITH_OWN_LINK)[number]
