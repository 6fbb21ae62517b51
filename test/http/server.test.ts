import { request } from 'node:http'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createLog } from '../../src/base/index.ts'
import { createHttpServer, type Route } from '../../src/http/index.ts'
import { CHORES, type JobReport, REMINDERS } from '../../src/jobs/index.ts'
import { jobsShown } from '../../src/readiness.ts'
import { breakableLine } from '../support/breakable-line.ts'
import { closed, listening } from '../support/listening.ts'
import { openOffice, type TestOffice } from '../support/office.ts'

const line = breakableLine()
const logged = new PassThrough()
let log = ''
logged.on('data', (bytes) => {
  log += String(bytes)
})
let office: TestOffice

beforeAll(async () => {
  const reach = line.to
  office = await openOffice('2026-09-10T09:30:00+08:00', { reach, log: createLog('debug', logged) })
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  await line[Symbol.asyncDispose]()
})

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(office.origin + path, { headers })

/** The status of a request whose path `fetch` would tidy up. */
const statusOf = (path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(office.origin)
    request({ port, path, host: '127.0.0.1' }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

describe('health', () => {
  test('/healthz says that the process lives, /readyz that it can work', async () => {
    const alive = await get('/healthz')
    expect(alive.headers.get('content-type')).toMatch(/json/)
    expect(await alive.json()).toEqual({ alive: true })
    const ready = await get('/readyz')
    expect(ready.status).toBe(200)
    const state = await ready.json()
    expect(state).toMatchObject({ ready: true, checks: { database: 'ok', migrations: 'ok' } })
    const { count, late, oldest } = state.jobs
    expect({ count, late }).toEqual({ count: [...REMINDERS, ...CHORES].length, late: [] })
    // A job may have run since the start, or none.
    expect(oldest ?? '2026-09-10T09:30+08:00').toMatch(/^2026-09-10T\d\d:\d\d\+08:00$/)
  })

  test('the row of all jobs names the first that are wrong, and stays within what an open route may say', () => {
    const run = (time: string) => new Date(`2026-09-10T${time}:00+08:00`)
    const report = (job: JobReport['job'], over: Partial<JobReport> = {}): JobReport => ({
      ...{ job, lastDone: run('09:07'), failure: undefined, state: 'ok' },
      ...over,
    })
    const shown = jobsShown([
      report('morning'),
      report('urgent', { lastDone: undefined, state: 'unborn' }),
      report('seal-audit', { lastDone: run('07:00') }),
      report('end-reconciliations', { state: 'late' }),
      report('settle-grievances', { failure: 'RangeError' }),
      report('nudge', { state: 'late' }),
    ])
    expect(shown).toEqual({
      count: 6,
      late: ['end-reconciliations', 'settle-grievances', '+1'],
      oldest: '2026-09-10T07:00+08:00',
    })
    const checks = { database: 'ok', migrations: 'ok' }
    expect(JSON.stringify({ ready: true, checks, jobs: shown }).length).toBeLessThan(190)
    expect(jobsShown([report('nudge', { lastDone: undefined })]).oldest).toBeNull()
  })

  test('without a database the process lives and is not ready; afterwards it is, by itself', async () => {
    await line.cut()
    try {
      expect((await get('/healthz')).status).toBe(200)
      const response = await get('/readyz')
      expect(response.status).toBe(503)
      expect(await response.json()).toEqual({ ready: false, checks: { database: 'unreachable' } })
    } finally {
      await line.mend()
    }
    await vi.waitFor(async () => expect((await get('/readyz')).status).toBe(200), 5_000)
  })

  test('a migration that is not applied is named', async () => {
    const db = office.database.client
    const name = '20261124000100_guards'
    const keep = await db.$queryRaw<{ row: string }[]>`
      DELETE FROM "_prisma_migrations" m WHERE migration_name = ${name} RETURNING row_to_json(m)::text AS row`
    try {
      const response = await get('/readyz')
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({
        ready: false,
        checks: { migrations: `pending: ${name}` },
      })
    } finally {
      await db.$executeRaw`
        INSERT INTO "_prisma_migrations" SELECT * FROM json_populate_record(NULL::"_prisma_migrations", ${keep[0]?.row}::json)`
    }
  })
})

describe('a page that does not exist', () => {
  test('is a polite 404 in Chinese', async () => {
    const response = await get('/nowhere', { accept: 'text/html' })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    expect(await response.text()).toContain('没有这个页面')
  })

  test.each([
    '/s/%E0%A4%A',
    '/%',
    '//',
    '/s/',
    '/../etc/passwd',
    '/wecom/callback/x',
    '/simulator',
  ])('%s is 404, not a failure', async (path) => {
    expect(await statusOf(path)).toBe(404)
  })
})

test.each(['/healthz', '/readyz', '/s/invented', '/nowhere', '/wecom/callback'])(
  '%s carries the headers that keep a page to itself',
  async (path) => {
    const { headers } = await get(path)
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*frame-ancestors 'none'/,
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
  },
)

describe('the log', () => {
  test("has a line a request with the route's pattern, never the token or the query", async () => {
    const token = 'tOkEn-that-must-not-be-read-in-any-log'
    await get(`/s/${token}?from=${token}`)
    await fetch(`${office.origin}/s/${token}`, { method: 'POST', body: `comment=${token}` })
    await get(`/nowhere/${token}`)
    await get(`/wecom/callback?echostr=${token}&msg_signature=${token}`)
    const lines = log.split('\n').filter((text) => text.includes('"request"'))
    const seen = lines.map((text) => JSON.parse(text))
    expect(seen).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ method: 'GET', route: '/s/:token', status: 404 }),
        expect.objectContaining({ method: 'POST', route: '/s/:token', status: 404 }),
        expect.objectContaining({ route: 'none', status: 404 }),
        expect.objectContaining({ route: '/wecom/callback', status: 403 }),
      ]),
    )
    expect(log).not.toContain(token)
  })

  test('names the route of a failure, still without the token', async () => {
    const token = 'another-tOkEn-that-must-not-be-read'
    await line.cut()
    try {
      const response = await get(`/s/${token}`)
      expect(response.status).toBe(503)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.text()).toContain('暂时打不开')
    } finally {
      await line.mend()
    }
    const failure = log.split('\n').find((text) => text.includes('request failed'))
    expect(JSON.parse(failure ?? '{}')).toMatchObject({
      level: 50,
      route: '/s/:token',
      status: 503,
    })
    expect(log).not.toContain(token)
  })
})

describe('a handler that fails', () => {
  const thrown = new Error('the password is 12345')
  const route = (path: string, handle: Route['handle']): Route => ({
    method: 'get',
    path,
    gate: 'open',
    handle,
  })
  const routes = [
    route('/broken', () => Promise.reject(thrown)),
    route('/nothing', () => Promise.reject(undefined)),
    route('/refused', async (ctx) => ctx.throw(409, 'conflict')),
    route('/late', async (ctx) => {
      ctx.body = '{'
      ctx.set('X-Half', 'done')
      throw thrown
    }),
  ]
  const server = createHttpServer({
    routes,
    log: createLog('error', logged),
    isAway: () => false,
    explain: (status) => `page ${status}`,
  })
  let origin: string
  beforeAll(async () => {
    origin = await listening(server)
  })
  afterAll(() => closed(server))

  test.each([
    ['/broken', 500],
    ['/nothing', 500],
    ['/refused', 409],
    ['/late', 500],
  ])('%s ends in %i with the page for it and nothing of the reason', async (path, status) => {
    const response = await fetch(origin + path)
    expect(response.status).toBe(status)
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await response.text()).toBe(`page ${status}`)
  })

  test('a program gets the status alone', async () => {
    const response = await fetch(`${origin}/broken`, { headers: { accept: 'application/json' } })
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('')
  })
})
