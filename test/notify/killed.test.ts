import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot, silentLog, systemEntropy } from '../../src/base/index.ts'
import { createBoss } from '../../src/db/index.ts'
import { enqueuePushes, pushQueues } from '../../src/notify/index.ts'
import { createFakeWecom } from '../../src/simulator/fake-wecom/index.ts'
import { officeDatabase } from '../support/database.ts'
import { closed, listening } from '../support/listening.ts'
import { expectRecovered } from '../support/verdict.ts'
import { TEST_APP } from '../support/wecom.ts'
import { push } from './rig.ts'

const TEXTS = ['第一条', '第二条', '第三条', '第四条', '第五条']

/** A WeCom on a port, an office with pushes, and sending processes that are killed. */
async function killable() {
  const database = await officeDatabase()
  /** How far the clock of WeCom and of the processes runs ahead of the real one. */
  let ahead = 0
  const clock = { now: () => new Date(Date.now() + ahead) }
  const fake = createFakeWecom({
    ...TEST_APP,
    clock,
    entropy: systemEntropy,
    deliver: 'http://app.test/wecom/callback',
    fetch: async () => new Response(''),
  })
  /** WeCom has taken the message and not answered yet: is this the end of the process? */
  let fatal: (body: string) => boolean = () => false
  /** What the process still gets done meanwhile. */
  let others = Promise.resolve()
  let sender: ChildProcess | undefined
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const answer = await fake.fetch(`http://wecom.test${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      ...(request.method === 'POST' && { body }),
    })
    if (request.url?.includes('message/send') && fatal(body.toString())) {
      await others
      sender?.kill('SIGKILL')
      return
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(await answer.text())
  })
  const origin = await listening(server)
  const boss = await createBoss({ url: database.url, log: silentLog, queues: pushQueues })
  const waiting = () => database.client.push.count({ where: { status: 'QUEUED' } })
  const full = (to: string) =>
    new Promise<void>((resolve) => {
      const stop = fake.watch(() => {
        if (fake.phone(to).length < TEXTS.length) return
        stop()
        resolve()
      })
    })

  return {
    fake,
    waiting,
    /** A process that answers such a turn, and is gone before it sends anything, if it is to die. */
    async run(turn?: { to: string; texts: readonly string[]; die?: true }): Promise<void> {
      const program = join(projectRoot, 'test/notify/crash/sender.ts')
      const said = turn ? [turn.to, turn.texts.join(','), turn.die ? 'die' : ''] : []
      const args = ['--import', 'tsx', program, database.url, `${origin}/`, String(ahead), ...said]
      const child = spawn(process.execPath, args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        cwd: projectRoot,
      })
      sender = child
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      while (child.exitCode === null && child.signalCode === null) {
        // A turn is stored when the process has come so far.
        if (!turn && (await waiting()) === 0) child.kill('SIGKILL')
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))])
      }
    },
    put: (to: string, texts: readonly string[]) =>
      database.transaction((tx) =>
        enqueuePushes(
          tx,
          boss,
          texts.map((text) => push(to, text, { queue: 'digest' })),
          clock.now(),
        ),
      ),
    /** The process dies when WeCom has taken that message of that person, and all of the other's, if there is one. */
    killAt(to: string, text: string, other?: string) {
      fatal = (body) => body.includes(`"${to}"`) && body.includes(text)
      others = other === undefined ? Promise.resolve() : full(other)
    },
    /** The hold of a dead process runs out; gives the moment at which it died. */
    holdOver(): Date {
      const died = clock.now()
      fatal = () => false
      ahead += 31_000
      return died
    },
    shown: (to: string) => fake.phone(to).map((item) => ('text' in item ? item.text : '')),
    async [Symbol.asyncDispose]() {
      sender?.kill('SIGKILL')
      await closed(server)
      await boss.stop()
      await database[Symbol.asyncDispose]()
    },
  }
}

const owed = (to: string) => TEXTS.map((says) => ({ to, says }))

it('kill -9 between commit and sending, after WeCom took a message, and in the middle of digests: none lost, none twice', async () => {
  await using office = await killable()
  await office.run({ to: 'limei', texts: TEXTS, die: true })
  expect(office.shown('limei')).toEqual([])
  expect(await office.waiting()).toBe(5)
  const first = office.holdOver()
  // Committed by a process that does not send; the next dies while it sends them.
  await office.put('zhangmin', TEXTS)
  office.killAt('zhangmin', '第三条', 'limei')
  await office.run()
  expect(office.shown('zhangmin')).toEqual(TEXTS.slice(0, 3))
  const second = office.holdOver()
  office.killAt('chenjie', '第二条', 'zhangmin')
  await office.run({ to: 'chenjie', texts: TEXTS })
  expect(office.shown('chenjie')).toEqual(TEXTS.slice(0, 2))
  const third = office.holdOver()
  await office.run()
  expectRecovered(office.fake, owed('limei'), first)
  expectRecovered(office.fake, owed('zhangmin'), second)
  expectRecovered(office.fake, owed('chenjie'), third)
  for (const to of ['limei', 'zhangmin', 'chenjie']) expect(office.shown(to)).toEqual(TEXTS)
}, 60_000)
