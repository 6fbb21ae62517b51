import type { Day } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { contractOf, type LedgerFact, liveEvents, TWO_SIDED } from '../ledger/index.ts'
import { type Contact, contactsOf } from '../people/index.ts'
import { type ProjectState, projectState } from './project-state.ts'

/** What a party may see of its own contract, and nothing of anybody else's. */
export interface ContractView {
  readonly party: string
  readonly whom: 'supplier' | 'agency'
  readonly state: ProjectState
  /** Reported events that the supplier can confirm or contradict, latest first; none for an agency. */
  readonly facts: readonly LedgerFact[]
  readonly contacts: readonly Contact[]
}

/**
 * The lot as its supplier or agency sees it. Undefined when the party is neither (any more): a link outlives
 * no change of supplier.
 */
export async function contractView(
  tx: Tx,
  { lotId, partyId }: { readonly lotId: number; readonly partyId: number },
  moment: { readonly today: Day; readonly at: Date },
): Promise<ContractView | undefined> {
  const state = await projectState(tx, lotId, moment)
  if (!state) return undefined
  const { history } = state
  const { supplier } = contractOf(history)
  const isSupplier = supplier?.id === partyId
  const party = isSupplier ? supplier : history.agency?.id === partyId ? history.agency : undefined
  if (!party) return undefined
  const contacts = await contactsOf(tx, history.unit.id, moment.today)
  const facts = liveEvents(history).filter((event) => TWO_SIDED.includes(event.kind))
  return {
    party: party.name,
    whom: isSupplier ? 'supplier' : 'agency',
    state,
    facts: isSupplier ? facts.reverse() : [],
    contacts,
  }
}
