import type { RouterContext } from '@koa/router'
import rawBody from 'raw-body'
import type { Clock, Entropy } from '../base/index.ts'
import {
  type CallbackKeys,
  type ContactChange,
  type Inbound,
  type KfNotice,
  openCallback,
  openVerification,
  passiveText,
  readContactChange,
  readInbound,
  readKfNotice,
  sealReply,
  XML_LIMIT,
} from '../wecom/index.ts'
import type { Route } from './route.ts'

/** How a message is to be answered in the callback's own response. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string }
  /** 200 with an empty body: nothing to say here (a card or nothing follows). */
  | { readonly kind: 'empty' }
  /** Neither committed nor stored: 503, WeCom may send it again. */
  | { readonly kind: 'unavailable' }

/** What the callback needs from assembly. */
export interface CallbackPorts {
  readonly keys: CallbackKeys
  readonly clock: Clock
  readonly entropy: Entropy
  /** Acts on a message, at most once; never answers before it is committed or stored. `xml` is its plaintext. */
  receive(inbound: Inbound, xml: string): Promise<Answer>
  /** Notes that something happened at 微信客服; what, is fetched afterwards. */
  noticed(notice: KfNotice): Promise<Answer>
  /** Keeps who became a member's external contact, or is one no more. */
  contactChanged(change: ContactChange): Promise<Answer>
}

/** `GET` and `POST /wecom/callback` (docs 90238, 90930, 90241). */
export function callbackRoutes(ports: CallbackPorts): Route[] {
  const path = '/wecom/callback'
  return [
    { method: 'get', path, gate: 'wecom-signature', handle: (ctx) => verify(ports, ctx) },
    { method: 'post', path, gate: 'wecom-signature', handle: (ctx) => accept(ports, ctx) },
  ]
}

/** URL verification: the bare plaintext, without quotes or a line break, and without touching the database. */
async function verify(ports: CallbackPorts, ctx: RouterContext): Promise<void> {
  const opened = openVerification(ports.keys, ctx.query)
  ctx.type = 'text/plain'
  ctx.status = opened.kind === 'ok' ? 200 : 403
  ctx.body = opened.kind === 'ok' ? opened.text : ''
}

async function accept(ports: CallbackPorts, ctx: RouterContext): Promise<void> {
  // raw-body throws a 413 by itself as soon as the limit is passed.
  const body = await rawBody(ctx.req, {
    limit: XML_LIMIT,
    encoding: 'utf8',
    length: ctx.request.length ?? null,
  })
  const opened = openCallback(ports.keys, ctx.query, body)
  if (opened.kind !== 'ok') {
    ctx.status = opened.kind === 'malformed' ? 400 : 403
    ctx.body = ''
    return
  }
  const notice = readKfNotice(opened.text)
  if (notice) {
    empty(ctx, await ports.noticed(notice))
    return
  }
  const change = readContactChange(opened.text)
  if (change) {
    empty(ctx, await ports.contactChanged(change))
    return
  }
  const inbound = readInbound(opened.text)
  if (!inbound) {
    ctx.status = 400
    ctx.body = ''
    return
  }
  await answer(ports, ctx, inbound, await ports.receive(inbound, opened.text))
}

async function answer(
  ports: CallbackPorts,
  ctx: RouterContext,
  inbound: Inbound,
  given: Answer,
): Promise<void> {
  switch (given.kind) {
    case 'text': {
      const at = ports.clock.now()
      const xml = passiveText({ corpId: inbound.corpId, userId: inbound.userId, at }, given.text)
      ctx.type = 'application/xml'
      ctx.body = sealReply(ports.keys, xml, at, ports.entropy)
      return
    }
    case 'empty':
    case 'unavailable':
      empty(ctx, given)
  }
}

/** An empty 200, or the 503 that asks WeCom to come again. */
function empty(ctx: RouterContext, given: Answer): void {
  const isAway = given.kind === 'unavailable'
  ctx.status = isAway ? 503 : 200
  if (isAway) ctx.set('Retry-After', '5')
  // An empty string is a response with no body; null would be 204.
  ctx.body = ''
}
