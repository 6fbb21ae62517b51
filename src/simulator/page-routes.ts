import type { FakeWecom } from './fake-wecom/index.ts'
import type { PageFiles } from './page-files.ts'
import type { SimulatorRoute } from './route.ts'

/** Stricter than the server's own: no style inside the page either. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

/** The page, its files, and the fake server's API below `/simulator/wecom`. */
export function pageRoutes(files: PageFiles, fake: Pick<FakeWecom, 'handle'>): SimulatorRoute[] {
  const wecom = (method: 'get' | 'post'): SimulatorRoute => ({
    method,
    path: '/simulator/wecom/cgi-bin/*call',
    gate: 'simulator',
    async handle(ctx) {
      ctx.respond = false // the fake server writes the answer itself
      ctx.status = 200
      await fake.handle(ctx.req, ctx.res)
    },
  })
  return [
    {
      method: 'get',
      path: '/simulator',
      gate: 'simulator',
      async handle(ctx) {
        ctx.set('Content-Security-Policy', POLICY)
        ctx.set('Cache-Control', 'no-cache')
        ctx.type = 'html'
        ctx.body = await files.index()
      },
    },
    {
      method: 'get',
      path: '/simulator/assets/:name',
      gate: 'simulator',
      async handle(ctx) {
        const file = await files.asset(ctx.params.name ?? '')
        if (!file) return
        // Names carry a hash of the content.
        ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
        ctx.type = file.type
        ctx.body = file.bytes
      },
    },
    wecom('get'),
    wecom('post'),
  ]
}
