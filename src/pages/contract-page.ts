import type { Day } from '../base/index.ts'
import { type LateInterest, ownLeft } from '../deadlines/index.ts'
import { sayDate, sayDay, sayMoney, sayPercent } from '../language/index.ts'
import {
  type CreditPoint,
  contractOf,
  type LedgerFact,
  liveEvents,
  paidSum,
  stageTold,
  termSums,
} from '../ledger/index.ts'
import { basisWords, type ContractView, footingOf, type LitClock } from '../supervision/index.ts'
import { type ContractIssue, issuesPart } from './contract-issues.ts'
import type { ContractWording } from './contract-wording.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import type { PolicyOffer } from './offers.ts'

/** A survey that waits for the party. */
export interface WaitingSurvey {
  readonly token: string
  readonly title: string
}

/** The party's own contract: what to confirm, what comes next, whom to turn to. One request, no script. */
export function contractPage(
  say: ContractWording['say'],
  view: ContractView,
  surveys: readonly WaitingSurvey[],
  offers: readonly PolicyOffer[],
  moment: {
    readonly today: Day
    readonly heard: boolean
    readonly token: string
    readonly below: Html
    readonly issues: readonly ContractIssue[]
    readonly credits: Partial<Record<CreditPoint, Day>>
  },
): string {
  const { today } = moment
  const thanks = moment.heard ? html`<p class="good" role="status">${say('heard')}</p>` : undefined
  return page(
    say('title'),
    html`<h1>${say('title')}</h1>${thanks}${standing(say, view)}${factsPart(say, view.facts, today)}${clocksPart(say, view, today)}${termsPart(say, view)}${issuesPart(say, moment, today)}${surveysPart(say, surveys)}${offersPart(say, view, offers, moment)}${contactsPart(say, view)}<p><a href="${moment.token}/qr">${say('qr-title')}</a></p>${moment.below}${withdrawPart(say)}`,
  )
}

function standing(say: ContractWording['say'], { state, party, whom }: ContractView): Html {
  const { history } = state
  const { amount } = contractOf(history)
  const paid = paidSum(history)
  const money = whom === 'supplier' && amount !== undefined
  const lines = [
    say('project', { project: history.name }),
    say('unit', { unit: history.unit.name }),
    say('party', { party }),
    say('stage', { stage: say(`stage-${stageTold(history)}`) }),
    ...(money ? [say('amount', { amount: sayMoney(amount) })] : []),
    ...(money ? [paid > 0n ? say('paid', { paid: sayMoney(paid) }) : say('nothing-paid')] : []),
  ]
  return html`<section>${lines.map((line) => html`<p>${line}</p>`)}</section>`
}

function factsPart(
  say: ContractWording['say'],
  facts: readonly LedgerFact[],
  today: Day,
): Html | undefined {
  if (facts.length === 0) return undefined
  const shown = facts.map((fact) => factPart(say, fact, today))
  const confirmed = facts.filter(({ heard }) => heard?.word === 'YES').length
  const count = say('facts-count', { asked: facts.length, confirmed })
  return html`<section><h2>${say('facts')}</h2><p class="note">${count}${say('facts-note')}</p>${shown}</section>`
}

function factPart(say: ContractWording['say'], fact: LedgerFact, today: Day): Html {
  const { heard } = fact
  const words = (['YES', 'NO', 'NOT_YET'] as const).map(
    (word) =>
      html`<button name="word" value="${word}"${pressed(heard?.word === word)}>${say(`word-${word}`)}</button>`,
  )
  const answer = heard
    ? say('said', { word: say(`word-${heard.word}`), note: say(`note-${heard.word}`) })
    : say('unanswered')
  return html`<form method="post"><input type="hidden" name="fact" value="${String(fact.id)}"><fieldset><legend>${factWords(say, fact, today)}</legend><p class="note">${answer}</p><div class="taps">${words}</div></fieldset></form>`
}

const pressed = (yes: boolean): Html => ({ html: yes ? ' class="on"' : '' })

function factWords(say: ContractWording['say'], fact: LedgerFact, today: Day): string {
  const day = sayDate(fact.day, { today })
  const sum = fact.amount === undefined ? '' : sayMoney(fact.amount)
  if (fact.kind === 'PAID') return say('fact-PAID', { day, amount: sum })
  const amount = sum === '' ? '' : say('amount-after', { amount: sum })
  return fact.kind === 'ACCEPTED'
    ? say('fact-ACCEPTED', { day, amount: '' })
    : say('fact-CONTRACT_SIGNED', { day, amount })
}

function clocksPart(say: ContractWording['say'], { state, whom }: ContractView, today: Day): Html {
  const open = state.clocks.filter(
    ({ clock, light }) => light !== 'DONE' && (whom === 'supplier' || !isPayment(clock)),
  )
  const shown = open.map((lit) => clockPart(say, lit, today))
  const none = shown.length === 0 ? html`<p>${say('next-none')}</p>` : undefined
  const owed =
    whom === 'supplier' && state.interest ? interestPart(say, state.interest, today) : undefined
  return html`<section><h2>${say('next')}</h2>${none}${shown}${owed}</section>`
}

function interestPart(
  say: ContractWording['say'],
  { amount, rate, since }: LateInterest,
  today: Day,
): Html {
  const line = say('interest', { amount: sayMoney(amount), day: sayDate(since, { today }) })
  const note = say('interest-note', {
    rate: say(`interest-${rate.per}`, { percent: rate.millionths / 10_000 }),
    basis: rate.basis ?? say('interest-agreed'),
  })
  return html`<p>${line}</p><p class="note">${note}</p>`
}

const isPayment = ({ rule }: LitClock['clock']): boolean => rule.endEvent === 'PAID'

function clockPart(
  say: ContractWording['say'],
  { clock, light, daysLate }: LitClock,
  today: Day,
): Html {
  const day = clock.due ?? clock.rawDue
  const footing = footingOf(clock.rule)
  const line = say('clock', {
    title: clock.rule.title,
    light: say(`light-${light}`),
    day: !day
      ? say('day-unknown')
      : light === 'UNKNOWN'
        ? say('day-provisional', { day: sayDay(day, { today }) })
        : sayDay(day, { today }),
    late: daysLate > 0 ? say('late', { days: daysLate }) : '',
  })
  const left = clock.rule.contractTerm ? ownLeft(clock) : clock.outstanding
  const owed =
    isPayment(clock) && left !== null && left > 0n ? say('owed', { amount: sayMoney(left) }) : ''
  const basis = `${owed}${say('clock-basis', { basis: basisWords(footing) })}${footing.target ? say('target') : ''}`
  return html`<p>${line}</p><p class="note">${basis}</p>`
}

/** What the contract says of paying in parts, whether or not its time has come. */
function termsPart(say: ContractWording['say'], { state, whom }: ContractView): Html | undefined {
  const { terms, amount } = contractOf(state.history)
  if (whom !== 'supplier' || terms.length === 0) return undefined
  const sums = termSums(terms, amount ?? null)
  const lines = terms.map(({ kind, share, trigger, days }, i) => {
    const sum = sums[i]
    const parts = [
      share === undefined ? '' : sayPercent(share / 100),
      sum == null ? '' : sayMoney(sum),
    ].filter((part) => part !== '')
    return say('term', {
      term: say(`term-${kind}`),
      sum: parts.join(say('term-or')),
      trigger: say(`trigger-${trigger}`),
      days,
    })
  })
  return html`<section><h2>${say('terms')}</h2>${lines.map((line) => html`<p>${line}</p>`)}</section>`
}

function surveysPart(
  say: ContractWording['say'],
  surveys: readonly WaitingSurvey[],
): Html | undefined {
  if (surveys.length === 0) return undefined
  const links = surveys.map(
    ({ token, title }) => html`<p><a href="/s/${token}">${say('survey', { title })}</a></p>`,
  )
  return html`<section><h2>${say('surveys')}</h2>${links}</section>`
}

function offersPart(
  say: ContractWording['say'],
  { state, whom }: ContractView,
  offers: readonly PolicyOffer[],
  moment: { readonly today: Day; readonly credits: Partial<Record<CreditPoint, Day>> },
): Html | undefined {
  const events = liveEvents(state.history)
  const isSme = contractOf(state.history).supplier?.isSme === true
  const shown = offers.filter(
    (offer) =>
      (whom === 'agency'
        ? offer.for === 'agency'
        : offer.for === 'everybody' || (offer.for === 'sme' && isSme)) &&
      events.some(({ kind }) => kind === offer.from),
  )
  if (shown.length === 0) return undefined
  const lines = shown.map(({ text, basis, url, credit }) => {
    const link = url ? html` <a href="${url}">${say('offer-link')}</a>` : undefined
    const tap = credit && creditTap(say, credit, moment)
    return html`<p>${text}${link}</p><p class="note">${say('clock-basis', { basis })}</p>${tap}`
  })
  return html`<section><h2>${say('offers')}</h2>${lines}</section>`
}

function creditTap(
  say: ContractWording['say'],
  point: CreditPoint,
  { today, credits }: { readonly today: Day; readonly credits: Partial<Record<CreditPoint, Day>> },
): Html {
  const said = credits[point]
  return said === undefined
    ? html`<form method="post"><button class="quiet" name="credit" value="${point}">${say('credit-tap')}</button></form>`
    : html`<p class="good">${say('credit-said', { day: sayDay(said, { today }) })}</p>`
}

function contactsPart(say: ContractWording['say'], { state, contacts }: ContractView): Html {
  const section = state.history.unit.sectionName ?? say('no-section')
  const lines = contacts.map(({ name, role, mobile }) => {
    const who = role === 'LIAISON' ? say('liaison', { name }) : say('section', { section, name })
    const phone = mobile ? html`　<a href="tel:${mobile}">${mobile}</a>` : undefined
    return html`<p>${who}${phone}</p>`
  })
  const none = lines.length === 0 ? html`<p>${say('no-contact')}</p>` : undefined
  return html`<section><h2>${say('contacts')}</h2>${lines}${none}</section>`
}

function withdrawPart(say: ContractWording['say']): Html {
  return html`<form method="post"><p class="note">${say('withdraw-note')}</p><button class="quiet" name="withdraw" value="yes">${say('withdraw')}</button></form>`
}
