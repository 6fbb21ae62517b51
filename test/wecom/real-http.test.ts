import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { silentLog, systemClock } from '../../src/base/index.ts'
import { createWecomClient, textMessage } from '../../src/wecom/index.ts'
import { TEST_APP, wecomRig } from '../support/wecom.ts'

const hello = { to: ['lisi'], body: textMessage('您好') }

test('over real HTTP it works the same, a hanging server and a broken connection included', async () => {
  const { fake } = wecomRig()
  const server = createServer(fake.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // listen(0) on an interface gives an AddressInfo
  const { port } = server.address() as AddressInfo
  const client = createWecomClient({
    ...TEST_APP,
    apiBase: `http://127.0.0.1:${port}/simulator/wecom`,
    fetch,
    clock: systemClock,
    log: silentLog,
    timeoutMs: 300,
  })
  expect((await client.send(hello)).kind).toBe('sent')
  fake.failNext(1, { kind: 'hang' })
  expect(await client.send(hello)).toMatchObject({ kind: 'unknown', reason: 'timeout' })
  fake.failNext(1, { kind: 'reset' })
  expect(await client.send(hello)).toMatchObject({ kind: 'unknown', reason: 'network' })
  expect(fake.phone('lisi')).toHaveLength(1)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  // Nobody listens any more: once the kept connection is gone, a message certainly does not go.
  await client.send(hello)
  expect(await client.send(hello)).toMatchObject({ kind: 'unknown', reason: 'unreachable' })
})
