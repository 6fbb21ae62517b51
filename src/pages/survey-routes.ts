import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import type { Addressee, Sign } from '../surveys/index.ts'
import { notice } from './layout.ts'
import { type LinkBinding, unprovedPage } from './link-binding.ts'
import { answer, guardedByLink, type PageRoute, tokenOf, tooBusy } from './link-guard.ts'
import type { IsComplaint } from './report-link.ts'
import { asksForLater, type Filled, readFilled, wrongWith } from './survey-answer.ts'
import type { HalfKept } from './survey-half.ts'
import { type SurveySubject, surveyPage } from './survey-page.ts'
import type { SurveyQuestions } from './survey-questions.ts'
import type { SurveyWatch } from './survey-watch.ts'
import type { PageWording } from './wording.ts'

/** How a link stands when it is opened. */
export type OpenedLink =
  | ({
      readonly kind: 'open'
      readonly occasion: string
      /** Where the link was sent to one 微信 account. */
      readonly addressee?: Addressee
    } & Omit<SurveySubject, 'isBound'>)
  | { readonly kind: 'used' | 'expired' | 'unknown' }

/** A complete answer: the open half, and the anonymous half when it was filled in. */
export interface SurveyAnswer {
  readonly help: boolean
  /** Undefined where the survey does not ask it. */
  readonly paid: 'yes' | 'no' | 'unknown' | undefined
  readonly anonymous:
    | {
        readonly scores: readonly number[]
        readonly comment: string
        /** False without words. */
        readonly laidOpen: boolean
        readonly signs: readonly Sign[]
      }
    | undefined
}

/** What the pages need from the business. */
export interface SurveyDesk {
  open(token: string): Promise<OpenedLink>
  /** Takes the answer once; the second time is `used`. */
  take(token: string, answer: SurveyAnswer): Promise<'taken' | 'used' | 'expired' | 'unknown'>
}

/** What the survey's routes are made of. */
export interface SurveyParts {
  readonly desk: SurveyDesk
  readonly surveys: ReadonlyMap<string, SurveyQuestions>
  readonly say: PageWording['say']
  readonly isComplaint: IsComplaint
  readonly watch: SurveyWatch
  readonly halves: HalfKept
  /** Absent: whoever holds a link may open it, whomever it was sent to. */
  readonly binding?: LinkBinding
}

/** Bytes of a filled-in form. Nine a character, percent-encoded: a text far too long still comes back to be shortened. */
const FORM_LIMIT = 131_072
const STATUS = { used: 200, expired: 410, unknown: 404 } as const

/**
 * `GET/POST /s/:token`. GET never consumes; nothing is cached, nothing is said to third parties. A link that is bound to
 * one 微信 goes there and comes back to `/s/:token/wechat`. Only an open one does: one that was invented, used or has
 * ended says so at once, as any other, and nobody is asked who she is for it.
 */
export function surveyRoutes(parts: SurveyParts): PageRoute[] {
  const byLink = guardedByLink(parts.say)
  const guarded = (handle: (ctx: RouterContext) => Promise<void>) =>
    byLink(async (ctx) => ((await parts.watch.within(ctx)) ? handle(ctx) : tooBusy(parts.say, ctx)))
  const path = '/s/:token'
  return [
    { method: 'get', path, gate: 'one-time-link', handle: guarded((ctx) => show(parts, ctx)) },
    { method: 'post', path, gate: 'one-time-link', handle: guarded((ctx) => submit(parts, ctx)) },
    {
      method: 'get',
      path: `${path}/wechat`,
      gate: 'one-time-link',
      handle: guarded((ctx) => comeBack(parts, ctx)),
    },
  ]
}

type OpenLink = Extract<OpenedLink, { kind: 'open' }>

/** Whose proof is still wanted, of a link that is bound; undefined where none is. */
const unproved = (
  { binding }: SurveyParts,
  ctx: RouterContext,
  { addressee }: OpenLink,
): { readonly binding: LinkBinding; readonly addressee: Addressee } | undefined =>
  binding && addressee && !binding.isProved(ctx) ? { binding, addressee } : undefined

async function show(parts: SurveyParts, ctx: RouterContext): Promise<void> {
  const link = await parts.desk.open(tokenOf(ctx))
  if (link.kind !== 'open') return refuse(parts, ctx, link.kind)
  const wanted = unproved(parts, ctx, link)
  if (wanted) return wanted.binding.prove(ctx)
  parts.watch.opened(ctx, { ...link, token: tokenOf(ctx) })
  answer(ctx, 200, form(parts, link, parts.halves.of(ctx)))
}

async function comeBack(parts: SurveyParts, ctx: RouterContext): Promise<void> {
  const link = await parts.desk.open(tokenOf(ctx))
  if (link.kind !== 'open') return refuse(parts, ctx, link.kind)
  const wanted = unproved(parts, ctx, link)
  if (wanted && !(await wanted.binding.settle(ctx, wanted.addressee))) return
  // The code leaves the address, so that going back or forward asks nothing again.
  ctx.redirect(`/s/${tokenOf(ctx)}`)
  ctx.status = 303
}

async function submit(parts: SurveyParts, ctx: RouterContext): Promise<void> {
  const link = await parts.desk.open(tokenOf(ctx))
  if (link.kind !== 'open') return refuse(parts, ctx, link.kind)
  const body = await rawBody(ctx.req, { limit: FORM_LIMIT, encoding: 'utf8' })
  const filled = readFilled(body)
  if (unproved(parts, ctx, link)) {
    parts.halves.keep(ctx, filled)
    return answer(ctx, 403, unprovedPage(parts.say, ctx))
  }
  if (asksForLater(body)) {
    parts.halves.keep(ctx, filled)
    return answer(ctx, 200, notice(parts.say('later-title'), [parts.say('later-text')]))
  }
  const { anonymousOnly } = link
  const { help = anonymousOnly ? false : undefined, scores, comment } = filled
  const paid = questionsOf(parts, link)['asks-paid'] && !anonymousOnly
  const wrong = wrongWith(filled, { paid, anonymousOnly }, parts.isComplaint)
  if (wrong || help === undefined) return answer(ctx, 422, form(parts, link, filled, wrong))
  const given = scores.filter((score) => score !== undefined)
  const watched = { ...link, token: tokenOf(ctx) }
  const signs = given.length > 0 ? parts.watch.signsOf(ctx, watched, given) : []
  const taken = await parts.desk.take(tokenOf(ctx), {
    help,
    paid: filled.paid,
    anonymous:
      given.length > 0
        ? { scores: given, comment, laidOpen: filled.laidOpen && comment !== '', signs }
        : undefined,
  })
  if (taken !== 'taken') return refuse(parts, ctx, taken)
  parts.halves.forget(ctx)
  const lines = [parts.say('done-text'), ...(help ? [parts.say('done-help')] : [])]
  answer(ctx, 200, notice(parts.say('done-title'), lines))
}

function refuse(
  parts: SurveyParts,
  ctx: RouterContext,
  kind: 'used' | 'expired' | 'unknown',
): void {
  answer(ctx, STATUS[kind], notice(parts.say(`${kind}-title`), [parts.say(`${kind}-text`)]))
}

function questionsOf(parts: SurveyParts, link: { readonly occasion: string }): SurveyQuestions {
  const questions = parts.surveys.get(link.occasion)
  if (!questions) throw new Error(`no survey for occasion ${link.occasion}`)
  return questions
}

function form(
  parts: SurveyParts,
  link: OpenLink,
  filled: Filled,
  wrong?: ReturnType<typeof wrongWith>,
): string {
  const isBound = parts.binding !== undefined && link.addressee !== undefined
  return surveyPage(parts.say, questionsOf(parts, link), { ...link, isBound }, filled, wrong)
}
