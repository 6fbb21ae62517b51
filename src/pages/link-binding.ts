import type { RouterContext } from '@koa/router'
import { type Addressee, isAddressee } from '../surveys/index.ts'
import type { Visitor } from '../wecom/index.ts'
import { html } from './html.ts'
import { page } from './layout.ts'
import { answer, tokenOf } from './link-guard.ts'
import type { LinkPass } from './link-pass.ts'
import type { PageWording } from './wording.ts'

/** Opening by the addressee alone, where a link has one. */
export interface LinkBinding {
  /** Whether 微信 said lately that this browser is the addressee's. */
  isProved(ctx: RouterContext): boolean
  /** Sends the browser to 微信 to be recognised; outside 微信 it says what to do. */
  prove(ctx: RouterContext): void
  /** Back from 微信: whether this is the addressee; where not, it has answered. */
  settle(ctx: RouterContext, addressee: Addressee): Promise<boolean>
}

/** What binding stands on. */
export interface BindingMeans {
  readonly pass: LinkPass
  readonly say: PageWording['say']
  /** How phones reach us, without a slash at the end. */
  readonly publicOrigin: string
  /** The simulator's phones are ordinary browsers: 微信 is not recognised by its name there. */
  readonly anyBrowser: boolean
  /** The page of 微信 that comes back to `returnTo`. */
  signInPage(to: { readonly returnTo: string; readonly state: string }): string
  whoCame(code: string): Promise<Visitor>
}

/** A code that had gone stale on the way is asked for once more by itself; after that she taps. */
const ATTEMPTS = 2
const WECHAT = /MicroMessenger/i

/** The way to 微信 and back, for links of `/s/:token`. */
export function createLinkBinding(means: BindingMeans): LinkBinding {
  const { pass, say, publicOrigin } = means

  function toWechat(ctx: RouterContext, attempt: number): void {
    const returnTo = `${publicOrigin}/s/${tokenOf(ctx)}/wechat`
    ctx.redirect(means.signInPage({ returnTo, state: pass.begin(ctx, attempt) }))
  }

  async function refusalOf(
    ctx: RouterContext,
    addressee: Addressee,
  ): Promise<'again' | 'away' | 'other' | 'parted' | 'stale' | undefined> {
    const code = parameter(ctx, 'code')
    if (code === '') return 'again'
    const who = await means.whoCame(code)
    if (who.kind === 'stale' || who.kind === 'away') return who.kind
    if (who.kind === 'member') return 'other'
    const verdict = isAddressee(tokenOf(ctx), addressee, who.externalUserid)
    return verdict === 'no' ? 'other' : verdict === 'parted' ? 'parted' : undefined
  }

  return {
    isProved: pass.isGranted,
    prove(ctx) {
      if (means.anyBrowser || WECHAT.test(ctx.get('User-Agent'))) return toWechat(ctx, 1)
      answer(ctx, 403, outsidePage(say, `${publicOrigin}/s/${tokenOf(ctx)}`))
    },
    async settle(ctx, addressee) {
      const attempt = pass.returned(ctx, parameter(ctx, 'state'))
      // Before WeCom is asked: what was not begun in this browser is nobody's proof.
      const refusal = attempt === undefined ? 'again' : await refusalOf(ctx, addressee)
      if (refusal === undefined) {
        pass.grant(ctx)
        return true
      }
      if (refusal !== 'stale') refuse(say, ctx, refusal)
      else if (attempt !== undefined && attempt < ATTEMPTS) toWechat(ctx, attempt + 1)
      else refuse(say, ctx, 'again')
      return false
    },
  }
}

const parameter = (ctx: RouterContext, name: string): string =>
  new URLSearchParams(ctx.querystring).get(name) ?? ''

function refuse(
  say: PageWording['say'],
  ctx: RouterContext,
  kind: 'again' | 'away' | 'other' | 'parted',
): void {
  const title = say(`wechat-${kind}-title`)
  const text = say(`wechat-${kind}-text`)
  const again = kind === 'again' || kind === 'away' ? reopening(say, ctx) : undefined
  const status = kind === 'away' ? 503 : 403
  answer(ctx, status, page(title, html`<section><h1>${title}</h1><p>${text}</p>${again}</section>`))
}

/** A form that came without the proof: what was filled in is kept on the phone, and one tap brings it back. */
export function unprovedPage(say: PageWording['say'], ctx: RouterContext): string {
  const title = say('wechat-late-title')
  return page(
    title,
    html`<section><h1>${title}</h1><p>${say('wechat-late-text')}</p>${reopening(say, ctx)}</section>`,
  )
}

const reopening = (say: PageWording['say'], ctx: RouterContext) =>
  html`<p><a href="/s/${tokenOf(ctx)}">${say('wechat-reopen')}</a></p>`

function outsidePage(say: PageWording['say'], url: string): string {
  const title = say('wechat-outside-title')
  return page(
    title,
    html`<section><h1>${title}</h1><p>${say('wechat-outside-text')}</p><p><label for="link">${say('wechat-outside-link')}</label></p><textarea id="link" readonly>${url}</textarea></section>`,
  )
}
