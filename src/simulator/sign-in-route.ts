import type { RouterContext } from '@koa/router'
import { escapeHtml } from '../base/index.ts'
import type { FakeSignIn } from './fake-wecom/index.ts'
import { useridSchema } from './requests.ts'
import type { SimulatorRoute } from './route.ts'
import type { PersonView } from './views.ts'
import type { SimulatorWording } from './wording.ts'

/** Below this the simulator's WECOM_OPEN_BASE leads. */
const PATH = '/simulator/wechat/connect/oauth2/authorize'
/** A 微信 that is none of the listed suppliers'. */
const STRANGER = 'wmsim-stranger'

interface SignInParts {
  readonly signIn: FakeSignIn
  customers(): Promise<readonly PersonView[]>
  readonly say: SimulatorWording['say']
}

/** 微信 knows who opens a link and asks nothing; here every phone is one browser, so the page asks which it is. */
export function signInRoute(parts: SignInParts): SimulatorRoute {
  return {
    method: 'get',
    path: PATH,
    gate: 'simulator',
    async handle(ctx) {
      ctx.set('Cache-Control', 'no-store')
      const query = new URLSearchParams(ctx.querystring)
      const who = useridSchema.safeParse(query.get('as')).data
      const back = parts.signIn.authorize(query, { customer: who ?? STRANGER })
      if (who !== undefined && back !== undefined) return ctx.redirect(back)
      ctx.type = 'html'
      ctx.status = back === undefined ? 400 : 200
      ctx.body = back === undefined ? refusal(parts.say) : await choice(ctx, parts)
    },
  }
}

async function choice(ctx: RouterContext, { customers, say }: SignInParts): Promise<string> {
  const people = [
    ...(await customers()),
    { userid: STRANGER, name: say('sign-in-other'), place: '' },
  ]
  const links = people.map(({ userid, name, place }) => {
    const href = `${PATH}?${ctx.querystring}&as=${encodeURIComponent(userid)}`
    return `<li><a href="${escapeHtml(href)}">${escapeHtml(name)}</a> ${escapeHtml(place)}</li>`
  })
  return framed(say('sign-in-title'), `<p>${say('sign-in-text')}</p><ul>${links.join('')}</ul>`)
}

const refusal = (say: SimulatorWording['say']): string =>
  framed(say('sign-in-title'), `<p>${say('sign-in-refused')}</p>`)

const framed = (title: string, body: string): string =>
  `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>body{font:18px/1.6 sans-serif;margin:16px}a{display:inline-block;min-height:44px;line-height:44px}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`
