import type { RouterContext } from '@koa/router'
import { z } from 'zod'
import { OUTCOMES, type Outcome, STANDSTILLS, type Standstill } from '../cases/index.ts'
import type { AddressGuard } from './address-guard.ts'
import { casePage, enterPage, handedOver, listPage } from './case-page.ts'
import { type ListedCase, type OpenedCase, REASONS, type Reason } from './case-view.ts'
import type { CaseWording } from './case-wording.ts'
import { notice } from './layout.ts'
import { answer, tokenOf } from './link-guard.ts'
import { PageNumber } from './paging.ts'
import { STORY_LIMIT } from './report-form.ts'
import type { Wrong } from './report-wording.ts'
import { readSentForm } from './sent-form.ts'
import { readable } from './survey-answer.ts'
import type { PageWording } from './wording.ts'

/** What a handler does to a case. */
export interface CaseAct {
  readonly act: 'reply' | 'memo' | 'accept' | 'pause' | 'resume' | 'decide'
  readonly text: string
  readonly outcome: Outcome | undefined
  readonly standstill: Standstill | undefined
}

/** What the pages need from the business. `session` is the cookie; rights are asked for at every step. */
export interface CaseDesk {
  isPass(token: string): Promise<boolean>
  /** Uses the link up; the session, or undefined. */
  enter(token: string): Promise<string | undefined>
  /** Undefined for a session that is over. */
  list(session: string): Promise<readonly ListedCase[] | undefined>
  /** Opens a case and logs the look; undefined where there is none that she may see. */
  open(session: string, id: string, reason: Reason): Promise<OpenedCase | undefined>
  /** The nth picture, a JPEG, and logs the look; undefined where there is none that she may see. */
  picture(
    session: string,
    id: string,
    reason: Reason,
    n: number,
  ): Promise<{ readonly no: string; readonly bytes: Buffer } | undefined>
  /** `kept` is false for what cannot be done any more, as from a page that is out of date. */
  act(
    session: string,
    id: string,
    reason: Reason,
    act: CaseAct,
  ): Promise<{ readonly found: OpenedCase; readonly kept: boolean } | undefined>
  /** Says whom it concerns: `nobody` of that name is in the office's lists; `left`: she is of them, and reads it no more. */
  name(
    session: string,
    id: string,
    reason: Reason,
    text: string,
  ): Promise<
    | { readonly kind: 'named' | 'nobody'; readonly found: OpenedCase }
    | { readonly kind: 'left' }
    | undefined
  >
  /** Seals what `document` makes of the case, and logs that it left. */
  export(
    session: string,
    id: string,
    reason: Reason,
    how: {
      readonly passphrase: string
      document(
        found: OpenedCase,
        pictures: readonly Buffer[],
        by: { readonly day: string; readonly name: string },
      ): string
    },
  ): Promise<{ readonly no: string; readonly file: Buffer } | undefined>
}

/** What the routes are made of. */
export interface CaseParts {
  readonly desk: CaseDesk
  readonly wrongs: readonly Wrong[]
  readonly say: CaseWording['say']
  readonly common: PageWording['say']
  readonly guard: AddressGuard
  /** Whether the pages are reached by https, so that the cookie may insist on it. */
  readonly secure: boolean
}

/** A route as the server takes it. */
interface HandlerRoute {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly gate: 'handler-pass'
  handle(ctx: RouterContext): Promise<void>
}

const FORM_LIMIT = 131_072
const COOKIE = 'case'
const SHORTEST_PASSPHRASE = 12

const Fields = z.object({
  act: z
    .enum([
      'list',
      'open',
      'reply',
      'memo',
      'name',
      'accept',
      'pause',
      'resume',
      'decide',
      'export',
    ])
    .catch('list'),
  id: z.uuid().optional().catch(undefined),
  reason: z.enum(REASONS).optional().catch(undefined),
  text: z.string().default('').transform(readable),
  named: z.string().default('').transform(readable),
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  standstill: z.enum(STANDSTILLS).optional().catch(undefined),
  passphrase: z.string().default(''),
  part: PageNumber,
})
type Given = z.infer<typeof Fields>

/** `/case/:token` lets a handler in, once; `/case` is what she sees with the cookie she then holds. */
export function caseRoutes(parts: CaseParts): HandlerRoute[] {
  const gate = 'handler-pass'
  const to = (handle: (ctx: RouterContext) => Promise<void>) => async (ctx: RouterContext) => {
    ctx.set('Cache-Control', 'no-store')
    ctx.type = 'html'
    const { common } = parts
    if (await parts.guard(ctx)) return handle(ctx)
    answer(ctx, 429, notice(common('busy-title'), [common('busy-text')]))
  }
  return [
    { method: 'get', path: '/case/:token', gate, handle: to((ctx) => knock(parts, ctx)) },
    { method: 'post', path: '/case/:token', gate, handle: to((ctx) => enter(parts, ctx)) },
    {
      method: 'get',
      path: '/case',
      gate,
      handle: to((ctx) => showList(parts, ctx, sessionOf(ctx))),
    },
    { method: 'post', path: '/case', gate, handle: to((ctx) => act(parts, ctx)) },
    {
      method: 'get',
      path: '/case/:id/photos/:n',
      gate,
      handle: to((ctx) => showPicture(parts, ctx)),
    },
  ]
}

const sessionOf = (ctx: RouterContext): string => ctx.cookies.get(COOKIE) ?? ''

function unknown({ common }: CaseParts, ctx: RouterContext): void {
  answer(ctx, 404, notice(common('unknown-title'), [common('unknown-text')]))
}

async function knock(parts: CaseParts, ctx: RouterContext): Promise<void> {
  if (await parts.desk.isPass(tokenOf(ctx))) answer(ctx, 200, enterPage(parts.say))
  else unknown(parts, ctx)
}

async function enter(parts: CaseParts, ctx: RouterContext): Promise<void> {
  const session = await parts.desk.enter(tokenOf(ctx))
  if (session === undefined) return unknown(parts, ctx)
  const secure = parts.secure ? '; Secure' : ''
  ctx.set(
    'Set-Cookie',
    `${COOKIE}=${session}; Path=/case; Max-Age=3600; HttpOnly; SameSite=Strict${secure}`,
  )
  await showList(parts, ctx, session)
}

async function showList(
  parts: CaseParts,
  ctx: RouterContext,
  session: string,
  wrong?: string,
): Promise<void> {
  const cases = await parts.desk.list(session)
  if (!cases) return unknown(parts, ctx)
  answer(
    ctx,
    wrong === undefined ? 200 : 422,
    listPage(parts.say, cases, {
      part: PageNumber.parse(ctx.query.part),
      ...(wrong !== undefined && { wrong }),
    }),
  )
}

async function act(parts: CaseParts, ctx: RouterContext): Promise<void> {
  const { desk, say, wrongs } = parts
  const session = sessionOf(ctx)
  const form = await readSentForm(ctx, FORM_LIMIT)
  const given = Fields.parse(form?.texts ?? {})
  const { id, reason } = given
  if (given.act === 'list' || id === undefined) return showList(parts, ctx, session)
  if (reason === undefined) return showList(parts, ctx, session, say('missing-reason'))
  if (given.act === 'export') return handOver(parts, ctx, session, { ...given, id, reason })
  if (given.act === 'name') return nameThem(parts, ctx, session, { ...given, id, reason })
  if (given.act === 'open') {
    const found = await desk.open(session, id, reason)
    if (!found) return showList(parts, ctx, session, say('gone'))
    return answer(ctx, 200, casePage(say, wrongs, found, reason, { text: '', part: given.part }))
  }
  const wrong = wrongWith(given, say)
  if (wrong !== undefined) {
    const found = await desk.open(session, id, reason)
    if (!found) return showList(parts, ctx, session, say('gone'))
    return answer(ctx, 422, casePage(say, wrongs, found, reason, { text: given.text, wrong }))
  }
  const { text, outcome, standstill } = given
  const now = await desk.act(session, id, reason, { act: given.act, text, outcome, standstill })
  if (!now) return showList(parts, ctx, session, say('gone'))
  if (now.kept)
    return answer(ctx, 200, casePage(say, wrongs, now.found, reason, { text: '', done: true }))
  const stale = { text, wrong: say('stale') }
  answer(ctx, 409, casePage(say, wrongs, now.found, reason, stale))
}

function wrongWith(given: Given, say: CaseWording['say']): string | undefined {
  const { act, text, outcome, standstill } = given
  if ([...text].length > STORY_LIMIT) return say('long', { limit: STORY_LIMIT })
  if ((act === 'reply' || act === 'memo') && text === '') return say('empty')
  if (act === 'decide' && (outcome === undefined || text === '')) return say('missing-outcome')
  if (act === 'pause' && standstill === undefined) return say('missing-standstill')
  return undefined
}

async function nameThem(
  { desk, say, wrongs, ...parts }: CaseParts,
  ctx: RouterContext,
  session: string,
  { id, reason, named }: Given & { readonly id: string; readonly reason: Reason },
): Promise<void> {
  const all = { desk, say, wrongs, ...parts }
  const now = await desk.name(session, id, reason, named.slice(0, STORY_LIMIT))
  if (!now) return showList(all, ctx, session, say('gone'))
  if (now.kind === 'left') {
    const cases = (await desk.list(session)) ?? []
    return answer(ctx, 200, listPage(say, cases, { done: say('named-left') }))
  }
  const isNamed = now.kind === 'named'
  const form = isNamed ? { text: '', done: true } : { text: '', wrong: say('named-nobody') }
  answer(ctx, isNamed ? 200 : 422, casePage(say, wrongs, now.found, reason, form))
}

async function handOver(
  { desk, say, wrongs, ...parts }: CaseParts,
  ctx: RouterContext,
  session: string,
  { id, reason, passphrase }: Given & { readonly id: string; readonly reason: Reason },
): Promise<void> {
  if ([...passphrase].length < SHORTEST_PASSPHRASE) {
    const found = await desk.open(session, id, reason)
    if (!found) return unknown({ desk, say, wrongs, ...parts }, ctx)
    const wrong = say('short-passphrase')
    return answer(ctx, 422, casePage(say, wrongs, found, reason, { text: '', wrong }))
  }
  const sealed = await desk.export(session, id, reason, {
    passphrase,
    document: (found, pictures, by) => handedOver(say, wrongs, found, pictures, by),
  })
  if (!sealed) return unknown({ desk, say, wrongs, ...parts }, ctx)
  download(ctx, `${sealed.no}.sealed`, 'application/octet-stream', sealed.file)
}

const Picture = z.object({
  id: z.uuid(),
  n: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number),
  reason: z.enum(REASONS),
})

/** A picture, with the reason for which its page was opened. */
async function showPicture(parts: CaseParts, ctx: RouterContext): Promise<void> {
  const asked = Picture.safeParse({ ...ctx.params, reason: ctx.query.reason }).data
  const found = asked && (await parts.desk.picture(sessionOf(ctx), asked.id, asked.reason, asked.n))
  if (!found) return unknown(parts, ctx)
  download(ctx, `${found.no}-${asked.n}.jpg`, 'image/jpeg', found.bytes)
}

/** Never shown in the page's own origin, whatever it holds. */
function download(ctx: RouterContext, name: string, type: string, bytes: Buffer): void {
  ctx.attachment(name)
  ctx.type = type
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.status = 200
  ctx.body = bytes
}
