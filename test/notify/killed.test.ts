import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot, silentLog, systemClock, systemEntropy } from '../../src/base/index.ts'
import { createBoss } from '../../src/db/index.ts'
import { enqueuePushes, pushQueues } from '../../src/notify/index.ts'
import { createFakeWecom } from '../../src/simulator/fake-wecom/index.ts'
import { officeDatabase } from '../support/database.ts'
import { closed, listening } from '../support/listening.ts'
import { TEST_APP } from '../support/wecom.ts'
import { push } from './rig.ts'

/** A WeCom on a port, an office with pushes, and sending processes that can be killed. */
async function killable() {
  const database = await officeDatabase()
  const fake = createFakeWecom({
    ...TEST_APP,
    clock: systemClock,
    entropy: systemEntropy,
    deliver: 'http://app.test/wecom/callback',
    fetch: async () => new Response(''),
  })
  /** Called when WeCom has taken so many messages and before it answers; a process that is killed never hears it. */
  let accepted: ((count: number) => boolean) | undefined
  let count = 0
  let sender: ChildProcess | undefined
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const answer = await fake.fetch(`http://wecom.test${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      ...(request.method === 'POST' && { body: Buffer.concat(chunks) }),
    })
    if (request.url?.includes('message/send') && accepted?.(++count)) {
      sender?.kill('SIGKILL')
      return
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(await answer.text())
  })
  const origin = await listening(server)
  const boss = await createBoss({ url: database.url, log: silentLog, queues: pushQueues })
  const statuses = async () =>
    (await database.client.push.findMany({ orderBy: { id: 'asc' } })).map((row) => row.status)

  /** Runs a process, whose clock is ahead, until it is killed or everything is sent. */
  async function run(ahead = 0): Promise<void> {
    const program = join(projectRoot, 'test/notify/crash/sender.ts')
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', program, database.url, `${origin}/`, String(ahead)],
      { stdio: ['ignore', 'ignore', 'inherit'], cwd: projectRoot },
    )
    sender = child
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const done = async (): Promise<void> => {
      while (child.exitCode === null && child.signalCode === null) {
        if (!(await statuses()).includes('QUEUED')) child.kill('SIGKILL')
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))])
      }
    }
    await done()
  }

  return {
    fake,
    statuses,
    run,
    put: (...texts: string[]) =>
      database.transaction((tx) =>
        enqueuePushes(
          tx,
          boss,
          texts.map((text) => push('zhangmin', text, { queue: 'digest' })),
          systemClock.now(),
        ),
      ),
    killAfter(messages: number) {
      accepted = (now) => now === messages
    },
    shown: () => fake.phone('zhangmin').map((item) => ('text' in item ? item.text : '')),
    async [Symbol.asyncDispose]() {
      sender?.kill('SIGKILL')
      await closed(server)
      await boss.stop()
      await database[Symbol.asyncDispose]()
    },
  }
}

const HOLD_MS = 31_000

it('kill -9 after WeCom took a message and before its answer was stored, in the middle of five: none lost, none twice', async () => {
  await using office = await killable()
  const texts = ['一', '二', '三', '四', '五']
  // Committed, and killed before anything was sent: the next process finds them.
  await office.put(...texts)
  office.killAfter(3)
  await office.run()
  expect(office.shown()).toEqual(['一', '二', '三'])
  expect(await office.statuses()).toEqual(['SENT', 'SENT', 'QUEUED', 'QUEUED', 'QUEUED'])
  await office.run(HOLD_MS)
  expect(await office.statuses()).toEqual(texts.map(() => 'SENT'))
  expect(office.shown()).toEqual(texts)
}, 30_000)
