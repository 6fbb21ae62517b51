import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import { z } from 'zod'
import type { Day } from '../base/index.ts'
import { CREDIT_POINTS, type CreditPoint } from '../ledger/index.ts'
import type { ContractView } from '../supervision/index.ts'
import type { ContractIssue } from './contract-issues.ts'
import { contractPage } from './contract-page.ts'
import type { ContractWording } from './contract-wording.ts'
import { notice } from './layout.ts'
import { answer, guardedByLink, type PageRoute, tokenOf } from './link-guard.ts'
import type { PolicyOffer } from './offers.ts'
import { type HandOut, qrPage } from './qr-page.ts'
import { reportLink } from './report-link.ts'
import type { SurveyQuestions } from './survey-questions.ts'
import type { PageWording } from './wording.ts'

/** How the contract's page stands when it is opened. */
export type OpenedPage =
  | {
      readonly kind: 'open'
      readonly view: ContractView
      readonly surveys: readonly { readonly token: string; readonly occasion: string }[]
      readonly issues: readonly ContractIssue[]
      /** When the party said that it evaluated the unit. */
      readonly credits: Partial<Record<CreditPoint, Day>>
    }
  | { readonly kind: 'expired' | 'unknown' }

const words = z.enum(['YES', 'NO', 'NOT_YET'])

/** What the page needs from the business. */
export interface ContractPorts {
  open(token: string): Promise<OpenedPage>
  say(token: string, eventId: bigint, word: z.infer<typeof words>): Promise<OpenedPage>
  /** Keeps that the party evaluated the unit, where its time has come. */
  evaluated(token: string, point: CreditPoint): Promise<OpenedPage>
  withdraw(token: string): Promise<'withdrawn' | 'expired' | 'unknown'>
  /** What is printed for the party; printing it opens nothing. */
  handOut(
    token: string,
  ): Promise<({ readonly kind: 'open' } & HandOut) | { readonly kind: 'expired' | 'unknown' }>
}

/** What the contract's routes are made of. */
export interface ContractParts {
  readonly desk: ContractPorts
  readonly surveys: ReadonlyMap<string, SurveyQuestions>
  readonly offers: readonly PolicyOffer[]
  readonly say: ContractWording['say']
  /** Sentences that all pages share. */
  readonly common: PageWording['say']
  today(): Day
}

const FORM_LIMIT = 4_096
const STATUS = { expired: 410, unknown: 404 } as const
const form = z.union([
  z.object({ withdraw: z.literal('yes') }),
  z.object({ credit: z.enum(CREDIT_POINTS) }),
  z.object({
    fact: z
      .string()
      .regex(/^\d{1,18}$/)
      .transform(BigInt),
    word: words,
  }),
])

/** `GET/POST /p/:token`: the party's own contract behind its standing link; `/p/:token/qr` to print it. */
export function contractRoutes(parts: ContractParts): PageRoute[] {
  const guarded = guardedByLink(parts.common)
  const path = '/p/:token'
  return [
    { method: 'get', path, gate: 'one-time-link', handle: guarded((ctx) => show(parts, ctx)) },
    { method: 'post', path, gate: 'one-time-link', handle: guarded((ctx) => act(parts, ctx)) },
    {
      method: 'get',
      path: `${path}/qr`,
      gate: 'one-time-link',
      handle: guarded((ctx) => print(parts, ctx)),
    },
  ]
}

async function show(parts: ContractParts, ctx: RouterContext): Promise<void> {
  shown(parts, ctx, await parts.desk.open(tokenOf(ctx)), false)
}

async function act(parts: ContractParts, ctx: RouterContext): Promise<void> {
  const body = await rawBody(ctx.req, { limit: FORM_LIMIT, encoding: 'utf8' })
  const asked = form.safeParse(Object.fromEntries(new URLSearchParams(body))).data
  // A form that is none of ours changes nothing: the page is shown as it is.
  if (!asked) {
    await show(parts, ctx)
    return
  }
  if ('fact' in asked) {
    shown(parts, ctx, await parts.desk.say(tokenOf(ctx), asked.fact, asked.word), true)
    return
  }
  if ('credit' in asked) {
    shown(parts, ctx, await parts.desk.evaluated(tokenOf(ctx), asked.credit), true)
    return
  }
  const outcome = await parts.desk.withdraw(tokenOf(ctx))
  if (outcome !== 'withdrawn') refuse(parts, ctx, outcome)
  else answer(ctx, 200, notice(parts.say('withdrawn-title'), [parts.say('withdrawn-text')]))
}

async function print(parts: ContractParts, ctx: RouterContext): Promise<void> {
  const given = await parts.desk.handOut(tokenOf(ctx))
  if (given.kind !== 'open') refuse(parts, ctx, given.kind)
  else answer(ctx, 200, qrPage(parts.say, given, tokenOf(ctx)))
}

function shown(parts: ContractParts, ctx: RouterContext, opened: OpenedPage, heard: boolean): void {
  if (opened.kind !== 'open') {
    refuse(parts, ctx, opened.kind)
    return
  }
  const waiting = opened.surveys.flatMap(({ token, occasion }) => {
    const title = parts.surveys.get(occasion)?.title
    return title === undefined ? [] : [{ token, title }]
  })
  const moment = {
    today: parts.today(),
    heard,
    issues: opened.issues,
    credits: opened.credits,
    token: tokenOf(ctx),
    below: reportLink(parts.common),
  }
  answer(ctx, 200, contractPage(parts.say, opened.view, waiting, parts.offers, moment))
}

function refuse(parts: ContractParts, ctx: RouterContext, kind: 'expired' | 'unknown'): void {
  const { common, say } = parts
  const words =
    kind === 'expired'
      ? notice(say('ended-title'), [say('ended-text'), say('ended-next')])
      : notice(common('unknown-title'), [common('unknown-text')])
  answer(ctx, STATUS[kind], words)
}
