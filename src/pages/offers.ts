import { z } from 'zod'
import { readYaml, wordingFile } from '../base/index.ts'
import { CREDIT_POINTS } from '../ledger/index.ts'

const offer = z.strictObject({
  /** From the event on with which the line is of use. */
  from: z.enum(['CONTRACT_SIGNED', 'EVALUATION_END', 'ACCEPTED']),
  /** Only for these: every supplier, an SME where the register says so, or the agency. */
  for: z.enum(['everybody', 'sme', 'agency']),
  text: z.string().min(1),
  basis: z.string().min(1),
  /** Where it is explained; absent until the bureau has entered an address of its own. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  shown: z.boolean(),
  /** It reminds of a credit evaluation: below it the party says that it made it. */
  credit: z.enum(CREDIT_POINTS).optional(),
})

/** A policy that a supplier should hear of at the right moment. */
export type PolicyOffer = z.infer<typeof offer>

/** Loads `conversations/pages/offers.yaml`. Throws MistakesError with file:line:column. */
export function loadOffers(): PolicyOffer[] {
  return readYaml(wordingFile('pages', 'offers.yaml'), z.array(offer)).value.filter(
    ({ shown }) => shown,
  )
}
