import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import { z } from 'zod'
import { TROUBLES, type Trouble } from '../cases/index.ts'
import { helpPage } from './help-page.ts'
import type { IssuePageWording } from './issue-page.ts'
import { notice } from './layout.ts'
import { answer, guardedByLink, type PageRoute, tokenOf } from './link-guard.ts'
import type { IsComplaint } from './report-link.ts'
import { sentWords, WORDS_LIMIT } from './sent-words.ts'
import { COMMENT_LIMIT } from './survey-answer.ts'
import type { PageWording } from './wording.ts'

/** Where a party asks for help, and what became of it. */
export type HelpPlace =
  | { readonly kind: 'open'; readonly unit: string; readonly project: string }
  | { readonly kind: 'expired' | 'unknown' }

/** What the form needs from the business. */
export interface HelpDesk {
  place(token: string): Promise<HelpPlace>
  /** Opens a call for help and gives the token of its page; undefined when the same form was sent before. */
  ask(
    token: string,
    call: { readonly kind: Trouble; readonly text: string; readonly once: string },
  ): Promise<string | undefined>
  /** A fresh key of a form. */
  once(): string
}

/** What the routes are made of. */
export interface HelpParts {
  readonly desk: HelpDesk
  readonly say: IssuePageWording['say']
  /** Sentences that all pages share. */
  readonly common: PageWording['say']
  readonly isComplaint: IsComplaint
}

const Fields = z.object({
  kind: z.enum(TROUBLES).optional().catch(undefined),
  ...sentWords,
})

/** `GET/POST /p/:token/help`: the party asks for help about its own contract. GET changes nothing. */
export function helpRoutes(parts: HelpParts): PageRoute[] {
  const guarded = guardedByLink(parts.common)
  const path = '/p/:token/help'
  return [
    { method: 'get', path, gate: 'one-time-link', handle: guarded((ctx) => show(parts, ctx)) },
    { method: 'post', path, gate: 'one-time-link', handle: guarded((ctx) => ask(parts, ctx)) },
  ]
}

async function show({ desk, say, common }: HelpParts, ctx: RouterContext): Promise<void> {
  const place = await desk.place(tokenOf(ctx))
  if (place.kind !== 'open') return refuse(say, common, ctx, place.kind)
  answer(ctx, 200, helpPage(say, place, { once: desk.once(), text: '' }))
}

async function ask(
  { desk, say, common, isComplaint }: HelpParts,
  ctx: RouterContext,
): Promise<void> {
  const token = tokenOf(ctx)
  const place = await desk.place(token)
  if (place.kind !== 'open') return refuse(say, common, ctx, place.kind)
  const body = await rawBody(ctx.req, { limit: WORDS_LIMIT, encoding: 'utf8' })
  const given = Fields.parse(Object.fromEntries(new URLSearchParams(body)))
  const { kind, text, once = desk.once() } = given
  const wrong =
    kind === undefined
      ? say('ask-which')
      : text === ''
        ? say('empty')
        : [...text].length > COMMENT_LIMIT
          ? say('long')
          : isComplaint(text)
            ? common('not-here')
            : undefined
  if (kind === undefined || wrong !== undefined)
    return answer(ctx, 422, helpPage(say, place, { kind, text, once, ...(wrong && { wrong }) }))
  const issue = await desk.ask(token, { kind, text, once })
  ctx.redirect(issue === undefined ? `/p/${token}` : `/h/${issue}`)
  ctx.status = 303
}

function refuse(
  say: IssuePageWording['say'],
  common: PageWording['say'],
  ctx: RouterContext,
  kind: 'expired' | 'unknown',
): void {
  if (kind === 'expired') answer(ctx, 410, notice(say('ask-ended'), [say('ask-ended-next')]))
  else answer(ctx, 404, notice(common('unknown-title'), [common('unknown-text')]))
}
