import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import type { z } from 'zod'
import type { Live } from './live.ts'
import { bodyOf, requestSchemas, useridSchema } from './requests.ts'
import type { SimulatorRoute } from './route.ts'
import { isSameOrigin } from './same-origin.ts'
import type { ActView, ClockView, PhoneView, StartView, SupplierView } from './views.ts'

/** What the page's calls are answered from. */
export interface SimulatorDesk {
  start(): Promise<StartView>
  suppliers(): Promise<readonly SupplierView[]>
  phone(userid: string): PhoneView
  picture(mediaId: string): { readonly bytes: Buffer; readonly contentType: string } | undefined
  enter(userid: string): Promise<ActView>
  say(userid: string, text: string): Promise<ActView>
  voice(userid: string): Promise<ActView>
  sendPicture(userid: string, bytes: Buffer, contentType: string): Promise<ActView>
  tap(
    userid: string,
    taskId: string,
    key: string,
    selected: Readonly<Record<string, readonly string[]>>,
  ): Promise<ActView>
  /** Undefined when the instant lies in the past: time only moves forward. */
  moveClock(to: Date): Promise<ClockView | undefined>
}

const API = '/simulator/api'
/** WeCom's own limit for pictures (doc 90253). */
const PICTURE_LIMIT = 10 * 1024 * 1024
const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/gif']

/** `/simulator/api/…`: what the page asks and does. POST only from the page itself. */
export function apiRoutes(desk: SimulatorDesk, live: Live, origin: string): SimulatorRoute[] {
  const get = (path: string, answer: (ctx: RouterContext) => unknown): SimulatorRoute => ({
    method: 'get',
    path: `${API}${path}`,
    gate: 'simulator',
    async handle(ctx) {
      ctx.set('Cache-Control', 'no-store')
      const body = await answer(ctx)
      if (body !== undefined) ctx.body = body
    },
  })
  const post = (
    path: string,
    handle: (ctx: RouterContext) => Promise<unknown>,
  ): SimulatorRoute => ({
    method: 'post',
    path: `${API}${path}`,
    gate: 'simulator',
    async handle(ctx) {
      if (!isSameOrigin(ctx.req.headers, origin)) return ctx.throw(403)
      ctx.body = (await handle(ctx)) ?? ctx.throw(400)
    },
  })
  const act = <T>(
    path: string,
    schema: z.ZodType<T>,
    run: (given: T) => Promise<ActView>,
  ): SimulatorRoute =>
    post(path, async (ctx) => {
      const given = await bodyOf(ctx, schema)
      return given && run(given)
    })

  return [
    get('/start', () => desk.start()),
    get('/suppliers', () => desk.suppliers()),
    get('/phones/:userid', (ctx) => {
      const { data } = useridSchema.safeParse(ctx.params.userid)
      return data && desk.phone(data.toLowerCase())
    }),
    get('/pictures/:id', (ctx) => picture(desk, ctx)),
    get('/events', (ctx) => {
      ctx.type = 'text/event-stream'
      return live.stream()
    }),
    act('/enter', requestSchemas.enter, ({ userid }) => desk.enter(userid)),
    act('/say', requestSchemas.say, ({ userid, text }) => desk.say(userid, text)),
    act('/voice', requestSchemas.voice, ({ userid }) => desk.voice(userid)),
    act('/tap', requestSchemas.tap, ({ userid, taskId, key, selected }) =>
      desk.tap(userid, taskId, key, selected),
    ),
    post('/picture/:userid', async (ctx) => {
      const { data } = useridSchema.safeParse(ctx.params.userid)
      const type = ctx.request.type
      if (!data || !PICTURE_TYPES.includes(type)) return undefined
      const bytes = await rawBody(ctx.req, { limit: PICTURE_LIMIT })
      return desk.sendPicture(data, bytes, type)
    }),
    post('/clock', async (ctx) => {
      const given = await bodyOf(ctx, requestSchemas.clock)
      if (!given) return undefined
      return (await desk.moveClock(new Date(given.to))) ?? ctx.throw(409)
    }),
  ]
}

function picture(desk: SimulatorDesk, ctx: RouterContext): Buffer | undefined {
  const file = desk.picture(ctx.params.id ?? '')
  if (!file || !PICTURE_TYPES.includes(file.contentType)) return undefined
  ctx.type = file.contentType
  ctx.set('X-Content-Type-Options', 'nosniff')
  return file.bytes
}
