import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Gate, Route } from '../../src/http/index.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { type StandIn, standIn } from '../support/stand-in-bot.ts'

/** A path that fits the pattern. */
const pathOf = ({ path }: Pick<Route, 'path'>): string =>
  path.replace('*call', 'message/send').replaceAll(/:\w+/g, 'invented')

/** What somebody without the key may learn at most. */
const REFUSED: Readonly<Record<Gate, readonly number[]>> = {
  open: [200],
  'wecom-signature': [400, 403],
  'public-page': [200],
  'one-time-link': [404],
  // The empty form, and a body that is none.
  'public-form': [200, 415],
  'handler-pass': [404],
  simulator: [403, 404],
}

let office: TestOffice
let simulator: StandIn
const inSimulator = (): Simulated[] => [...simulator.simulator.routes]
type Simulated = StandIn['simulator']['routes'][number]

beforeAll(async () => {
  simulator = await standIn()
  // As an installation runs: WeCom's variables are set, and there is no simulator.
  office = await openOffice('2026-09-10T09:30:00+08:00')
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  await simulator[Symbol.asyncDispose]()
})

const knock = (origin: string, route: Pick<Route, 'method' | 'path'>, headers = {}) => {
  const method = route.method.toUpperCase()
  const body = method === 'POST' ? { body: '<xml/>' } : {}
  return fetch(origin + pathOf(route), { method, headers, ...body, redirect: 'manual' })
}

describe('a real office', () => {
  test('has these routes and no other; a new one is written down here with its gate', () => {
    const routes = office.app().routes.map(({ method, path, gate }) => `${method} ${path} ${gate}`)
    expect(routes.sort()).toEqual([
      'get /case handler-pass',
      'get /case/:id/photos/:n handler-pass',
      'get /case/:token handler-pass',
      'get /f/:token one-time-link',
      'get /h/:token one-time-link',
      'get /healthz open',
      'get /p/:token one-time-link',
      'get /p/:token/help one-time-link',
      'get /p/:token/qr one-time-link',
      'get /readyz open',
      'get /report public-form',
      'get /report/follow public-form',
      'get /s/:token one-time-link',
      'get /s/:token/wechat one-time-link',
      'get /wecom/callback wecom-signature',
      'get /window public-page',
      'post /case handler-pass',
      'post /case/:token handler-pass',
      'post /f/:token one-time-link',
      'post /h/:token one-time-link',
      'post /p/:token one-time-link',
      'post /p/:token/help one-time-link',
      'post /report public-form',
      'post /report/follow public-form',
      'post /s/:token one-time-link',
      'post /wecom/callback wecom-signature',
    ])
  })

  test('refuses whoever knocks without the key, and says nothing of the office', async () => {
    for (const route of office.app().routes) {
      const response = await knock(office.origin, route)
      expect(REFUSED[route.gate], `${route.method} ${route.path}`).toContain(response.status)
      const text = await response.text()
      if (route.gate === 'wecom-signature') expect(text).toBe('')
      if (route.gate === 'open') expect(text.length).toBeLessThan(200)
    }
  })

  test('knows nothing of the simulator', async () => {
    expect(inSimulator().length).toBeGreaterThan(10)
    for (const route of inSimulator()) {
      const response = await knock(office.origin, route, { 'sec-fetch-site': 'same-origin' })
      expect(response.status, `${route.method} ${route.path}`).toBe(404)
      await response.text()
    }
  })

  test.each(['put', 'patch', 'delete', 'options', 'trace-like'])(
    'answers no %s',
    async (method) => {
      for (const { path } of office.app().routes) {
        const verb = method === 'trace-like' ? 'PROPFIND' : method.toUpperCase()
        const response = await fetch(office.origin + pathOf({ path }), { method: verb })
        expect([404, 405, 501], `${verb} ${path}`).toContain(response.status)
        await response.text()
      }
    },
  )
})

describe('the simulator', () => {
  test('lies below /simulator, all of it behind its gate', () => {
    for (const { path, gate } of inSimulator()) {
      expect(path).toMatch(/^\/simulator(\/|$)/)
      expect(gate).toBe('simulator')
    }
  })

  test('lets no other site act: every POST of its page needs the page itself', async () => {
    const acts = inSimulator().filter(
      ({ method, path }) => method === 'post' && path.startsWith('/simulator/api/'),
    )
    expect(acts.length).toBeGreaterThanOrEqual(6)
    for (const route of acts) {
      const response = await knock(simulator.origin, route, { 'sec-fetch-site': 'cross-site' })
      expect(response.status, route.path).toBe(403)
      await response.text()
    }
  })

  test("its WeCom takes no message without an access token, as WeCom's own", async () => {
    const route = { method: 'post', path: '/simulator/wecom/cgi-bin/message/send' } as const
    const response = await knock(simulator.origin, route)
    expect(await response.json()).toMatchObject({ errcode: 41001 })
  })
})
