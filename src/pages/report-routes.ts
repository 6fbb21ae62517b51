import type { RouterContext } from '@koa/router'
import { cleanPicture } from '../base/index.ts'
import type { AddressGuard } from './address-guard.ts'
import { notice } from './layout.ts'
import { answer } from './link-guard.ts'
import { FORM_LIMIT, mistakesIn, readReport } from './report-form.ts'
import { type ReportReceipt, receiptPage, reportPage } from './report-page.ts'
import type { ReportWording, Wrong } from './report-wording.ts'
import { readSentForm, type SentForm } from './sent-form.ts'

/** A complete form. */
export interface WholeReport {
  readonly wrong: string
  readonly formal: boolean
  readonly accused: string
  readonly project: string
  readonly text: string
  /** Empty for an anonymous one. */
  readonly reporter: string
  readonly pictures: readonly Buffer[]
}

/** What the page needs from the business. */
export interface ReportDesk {
  /** A fresh secret of a form. */
  once(): string
  /** Keeps it once; undefined where this form was kept on an earlier day. */
  file(report: WholeReport, once: string): Promise<ReportReceipt | undefined>
}

/** What the routes are made of. */
export interface ReportParts {
  /** Undefined where the office has no CASE_KEY: the page says where to turn instead. */
  readonly desk: ReportDesk | undefined
  readonly wrongs: readonly Wrong[]
  readonly say: ReportWording['say']
  /** Whether this address may open and send some more. */
  readonly guard: AddressGuard
}

/** A route as the server takes it. */
export interface PublicRoute {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly gate: 'public-form'
  handle(ctx: RouterContext): Promise<void>
}

/** A form with pictures costs as much as this many openings. */
const SENDING = 6
/** Forms with pictures that are read and encoded at the same time: each takes tens of megabytes. */
const AT_ONCE = 4

/** `GET/POST /report`: a complaint (投诉) or report (举报), named or anonymous. Sets no cookie and keeps no address. */
export function reportRoutes(parts: ReportParts): PublicRoute[] {
  const taking = onlySoMany<ReportDesk>(parts, (ctx, desk) => take(parts, ctx, desk))
  return [
    {
      method: 'get',
      path: '/report',
      gate: 'public-form',
      handle: opened(parts, (ctx, desk) =>
        answer(ctx, 200, reportPage(parts.say, parts.wrongs, desk.once())),
      ),
    },
    {
      method: 'post',
      path: '/report',
      gate: 'public-form',
      handle: opened(parts, taking, SENDING),
    },
  ]
}

type Handle<D> = (ctx: RouterContext, desk: D) => Promise<void> | void

/** Before every page of grievances: nothing is cached, nobody comes too often, and without a key nothing is asked. */
export function opened<D>(
  parts: Pick<ReportParts, 'say' | 'guard'> & { readonly desk: D | undefined },
  handle: Handle<D>,
  cost = 1,
): (ctx: RouterContext) => Promise<void> {
  const { say, guard, desk } = parts
  return async (ctx) => {
    ctx.set('Cache-Control', 'no-store')
    ctx.type = 'html'
    if (!desk)
      return answer(
        ctx,
        200,
        notice(say('closed-title'), [say('closed-text'), say('closed-where')]),
      )
    if (!(await guard(ctx, cost))) return answer(ctx, 429, notice(say('title'), [say('busy')]))
    await handle(ctx, desk)
  }
}

/** Lets only so many through at the same time. */
export function onlySoMany<D>({ say }: Pick<ReportParts, 'say'>, handle: Handle<D>): Handle<D> {
  let inside = 0
  return async (ctx, desk) => {
    if (inside >= AT_ONCE) return answer(ctx, 503, notice(say('title'), [say('busy')]))
    inside++
    try {
      await handle(ctx, desk)
    } finally {
      inside--
    }
  }
}

async function take(parts: ReportParts, ctx: RouterContext, desk: ReportDesk): Promise<void> {
  const { say, wrongs } = parts
  const form = await readSentForm(ctx, FORM_LIMIT)
  if (!form) return answer(ctx, 415, reportPage(say, wrongs, desk.once()))
  const filled = readReport(form)
  const once = filled.once ?? desk.once()
  const hadFiles = form.files.length > 0
  const mistakes = mistakesIn(filled, form.files, wrongs, say)
  const pictures = mistakes ? undefined : await picturesOf(form, say)
  if (!pictures || 'wrong' in pictures) {
    const wrong = { ...mistakes, ...(pictures && { files: pictures.wrong }), hadFiles }
    return answer(ctx, 422, reportPage(say, wrongs, once, filled, wrong))
  }
  const { wrong, accused, project, text, named } = filled
  const formal = wrongs.some(({ key, formal }) => key === wrong && formal)
  const reporter = named === 'yes' ? filled.reporter : ''
  const report = { wrong, formal, accused, project, text, reporter, pictures: pictures.clean }
  const receipt = await desk.file(report, once)
  if (receipt) answer(ctx, 200, receiptPage(say, receipt))
  else answer(ctx, 200, notice(say('taken-title'), [say('taken-text')]))
}

/** The files as clean pictures, or which of them is none. One after the other: each takes much memory. */
export async function picturesOf(
  { files }: Pick<SentForm, 'files'>,
  say: ReportWording['say'],
): Promise<{ readonly clean: readonly Buffer[] } | { readonly wrong: string }> {
  const clean: Buffer[] = []
  for (const [index, file] of files.entries()) {
    const picture = await cleanPicture(file)
    if (!picture) return { wrong: say('bad-file', { n: index + 1 }) }
    clean.push(picture)
  }
  return { clean }
}
