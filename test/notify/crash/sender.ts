import { silentLog } from '../../../src/base/index.ts'
import { createBoss, openDatabase } from '../../../src/db/index.ts'
import { createAppBudget, createDispatcher, pushQueues } from '../../../src/notify/index.ts'
import { deliverThrough } from '../../../src/reception/index.ts'
import { APP_BUDGET, createMemberBudget, createWecomClient } from '../../../src/wecom/index.ts'
import { TEST_APP } from '../../support/wecom.ts'
import { push, storeTurn } from '../rig.ts'

// A process that sends what waits in a database through the WeCom at that address, until it is killed. Its clock runs
// so many milliseconds ahead. With a person it also answers a turn of that person, and with `die` it is gone between
// that turn's commit and the sending.
const [url = '', apiBase = '', ahead = '0', person, texts = '', end = ''] = process.argv.slice(2)
const clock = { now: () => new Date(Date.now() + Number(ahead)) }
const database = openDatabase({ url, poolSize: 3, applicationName: 'caixiaozhu test' })
const boss = await createBoss({ url, log: silentLog, queues: pushQueues, supervise: false })
const wecom = createWecomClient({ ...TEST_APP, apiBase, fetch, clock, log: silentLog })
const dispatcher = createDispatcher({
  database,
  boss,
  clock,
  log: silentLog,
  budget: createMemberBudget(clock),
  appBudget: createAppBudget(database, clock, APP_BUDGET),
  quietMinutes: [],
  deliver: deliverThrough(wecom),
})
if (person) {
  const pushes = texts.split(',').map((text) => push(person, text))
  const stored = await storeTurn({ database, boss, dispatcher }, pushes, clock.now())
  if (end === 'die') process.kill(process.pid, 'SIGKILL')
  dispatcher.send(stored)
}
dispatcher.start()
// Keeps the process alive: the dispatcher's own timer does not.
setInterval(() => undefined, 1_000)
