import type { RouterContext } from '@koa/router'
import { z } from 'zod'
import type { AddressGuard } from './address-guard.ts'
import { askPage, type FollowedReport, type FollowKey, followPage } from './follow-page.ts'
import { answer } from './link-guard.ts'
import { PageNumber } from './paging.ts'
import { FORM_LIMIT, filesWrong, STORY_LIMIT } from './report-form.ts'
import {
  onlySoMany,
  opened,
  type PublicRoute,
  picturesOf,
  type ReportParts,
} from './report-routes.ts'
import { readSentForm } from './sent-form.ts'
import { readable } from './survey-answer.ts'

/** What the page needs from the business. */
export interface FollowDesk {
  /** Undefined for a wrong pair, whichever half is wrong; takes as long for a right one. */
  follow(key: FollowKey): Promise<FollowedReport | undefined>
  /** Keeps a further word; the same words a second time in a row are kept once. */
  say(
    key: FollowKey,
    text: string,
    pictures: readonly Buffer[],
  ): Promise<FollowedReport | undefined>
}

/** What the routes are made of. */
export interface FollowParts extends Pick<ReportParts, 'say' | 'guard'> {
  readonly desk: FollowDesk | undefined
  /** Wrong pairs from one address. */
  readonly guesses: AddressGuard
}

const Fields = z.object({
  act: z.enum(['look', 'say']).catch('look'),
  receipt: z.string().max(40).catch(''),
  passphrase: z.string().max(40).catch(''),
  text: z.string().default('').transform(readable),
  part: PageNumber,
})

/** `GET/POST /report/follow`: how a grievance stands, and talking both ways, with receipt number and passphrase. */
export function followRoutes(parts: FollowParts): PublicRoute[] {
  const path = '/report/follow'
  const gate = 'public-form'
  const show = opened(parts, (ctx) => answer(ctx, 200, askPage(parts.say)))
  const hear = onlySoMany<FollowDesk>(parts, (ctx, desk) => hearIt(parts, ctx, desk))
  return [
    { method: 'get', path, gate, handle: show },
    { method: 'post', path, gate, handle: opened(parts, hear) },
  ]
}

async function hearIt(parts: FollowParts, ctx: RouterContext, desk: FollowDesk): Promise<void> {
  const { say, guesses } = parts
  // Counted before it is known whether it is a wrong one, so that guesses sent at once count too.
  if (!(await guesses(ctx))) return answer(ctx, 429, askPage(say, '', 'slow'))
  const form = await readSentForm(ctx, FORM_LIMIT)
  if (!form) return answer(ctx, 415, askPage(say))
  const { act, receipt, passphrase, text, part } = Fields.parse(form.texts)
  const key = { receipt, passphrase }
  const found = await desk.follow(key)
  if (!found) return answer(ctx, 404, askPage(say, receipt, 'not-found'))
  if (act === 'look') return answer(ctx, 200, followPage(say, found, key, { text: '', part }))
  const wrong =
    [...text].length > STORY_LIMIT
      ? say('long', { limit: STORY_LIMIT })
      : text === '' && form.files.length === 0
        ? say('empty')
        : filesWrong(form.files, say)
  const pictures = wrong === undefined ? await picturesOf(form, say) : { wrong }
  if ('wrong' in pictures)
    return answer(ctx, 422, followPage(say, found, key, { text, wrong: pictures.wrong }))
  const now = (await desk.say(key, text, pictures.clean)) ?? found
  answer(ctx, 200, followPage(say, now, key, { text: '', sent: true }))
}
