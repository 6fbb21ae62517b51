import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import { z } from 'zod'
import { type IssuePageWording, issuePage, type ShownIssue } from './issue-page.ts'
import { notice } from './layout.ts'
import { answer, guardedByLink, type PageRoute, tokenOf } from './link-guard.ts'
import type { IsComplaint } from './report-link.ts'
import { sentWords, WORDS_LIMIT } from './sent-words.ts'
import { COMMENT_LIMIT } from './survey-answer.ts'
import type { PageWording } from './wording.ts'

/** What the page needs from the business. */
export interface IssueDesk {
  open(token: string): Promise<ShownIssue | undefined>
  /** Keeps the supplier's word; the same `once` a second time does nothing. */
  say(
    token: string,
    word: {
      readonly kind: 'solved' | 'not-solved' | 'reply'
      readonly text: string
      readonly once: string
    },
  ): Promise<void>
  /** A fresh key of a form. */
  once(): string
}

/** What the routes are made of. */
export interface IssueParts {
  readonly desk: IssueDesk
  readonly say: IssuePageWording['say']
  readonly common: PageWording['say']
  readonly isComplaint: IsComplaint
}

const Fields = z.object({
  act: z.enum(['solved', 'not-solved', 'reply']).catch('reply'),
  ...sentWords,
})

/** `GET/POST /h/:token`: how a call for help stands, and the word back. GET changes nothing. */
export function issueRoutes(parts: IssueParts): PageRoute[] {
  const guarded = guardedByLink(parts.common)
  const path = '/h/:token'
  return [
    { method: 'get', path, gate: 'one-time-link', handle: guarded((ctx) => show(parts, ctx)) },
    { method: 'post', path, gate: 'one-time-link', handle: guarded((ctx) => hear(parts, ctx)) },
  ]
}

async function show({ desk, say, common }: IssueParts, ctx: RouterContext): Promise<void> {
  const issue = await desk.open(tokenOf(ctx))
  if (!issue) return unknown(common, ctx)
  answer(ctx, 200, issuePage(say, common, issue, { once: desk.once(), text: '' }, false))
}

async function hear(
  { desk, say, common, isComplaint }: IssueParts,
  ctx: RouterContext,
): Promise<void> {
  const token = tokenOf(ctx)
  const issue = await desk.open(token)
  if (!issue) return unknown(common, ctx)
  const body = await rawBody(ctx.req, { limit: WORDS_LIMIT, encoding: 'utf8' })
  const {
    act,
    text,
    once = desk.once(),
  } = Fields.parse(Object.fromEntries(new URLSearchParams(body)))
  const long = [...text].length > COMMENT_LIMIT
  if (long || (act === 'reply' && text === '')) {
    const wrong = say(long ? 'long' : 'empty')
    return answer(ctx, 422, issuePage(say, common, issue, { once, text, wrong }, false))
  }
  if (isComplaint(text)) {
    const wrong = common('not-here')
    return answer(ctx, 422, issuePage(say, common, issue, { once, text, wrong }, false))
  }
  await desk.say(token, { kind: act, text, once })
  const now = (await desk.open(token)) ?? issue
  answer(ctx, 200, issuePage(say, common, now, { once: desk.once(), text: '' }, true))
}

function unknown(common: PageWording['say'], ctx: RouterContext): void {
  answer(ctx, 404, notice(common('unknown-title'), [common('unknown-text')]))
}
