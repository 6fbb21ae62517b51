import { silentLog, systemEntropy } from '../../src/base/index.ts'
import { createFakeWecom, type FakeWecomOptions } from '../../src/simulator/fake-wecom/index.ts'
import { createWecomClient, type Fetch } from '../../src/wecom/index.ts'
import { handClock } from './hand-clock.ts'

/** The corp and app of the tests; nothing of it is real. */
export const TEST_APP = {
  corpId: 'ww1',
  agentId: '1000002',
  secret: 'secret-of-the-app',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
} as const

/** A fake WeCom at a hand-moved clock, whose callbacks go to `app`, and a client of it. */
export function wecomRig(
  given: Partial<FakeWecomOptions> & {
    readonly clientFetch?: Fetch
    readonly secret?: string
  } = {},
) {
  const clock = handClock('2026-09-08T01:07:00Z')
  const fake = createFakeWecom({
    ...TEST_APP,
    clock,
    entropy: systemEntropy,
    deliver: 'http://app.test/wecom/callback',
    fetch: async () => new Response(''),
    ...given,
  })
  const client = createWecomClient({
    ...TEST_APP,
    apiBase: 'http://wecom.test/mounted/here/',
    fetch: given.clientFetch ?? fake.fetch,
    clock,
    log: silentLog,
    timeoutMs: 100,
  })
  return { clock, fake, client }
}
