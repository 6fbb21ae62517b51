import type { Server } from 'node:http'
import { ShiftedClock, silentLog, systemClock, systemEntropy } from '../../src/base/index.ts'
import { type Answer, callbackRoutes, createHttpServer } from '../../src/http/index.ts'
import {
  createSimulator,
  type OfficeMember,
  type Simulator,
  type SimulatorPorts,
} from '../../src/simulator/index.ts'
import {
  buttonCard,
  callbackKeys,
  cardMessage,
  createWecomClient,
  type Inbound,
  textMessage,
  type WecomClient,
} from '../../src/wecom/index.ts'
import { closed, freePort } from './listening.ts'
import { TEST_APP } from './wecom.ts'

/** An office with nothing behind it: what the bot says is given by the test. */
export interface StandIn extends AsyncDisposable {
  readonly origin: string
  readonly simulator: Simulator
  readonly server: Server
  readonly wecom: WecomClient
  /** Everything that arrived, in order. */
  readonly arrived: Inbound[]
}

/** The people of that office. */
export const STAND_IN_PEOPLE: readonly OfficeMember[] = [
  { userid: 'LiMei', name: '李梅', role: 'LIAISON', place: '焦作市第一中学' },
  { userid: 'wangqiang', name: '王强', role: 'SECTION_STAFF', place: '教科文科' },
  { userid: 'zhaojun', name: '赵军', role: 'BUREAU_LEADER', place: '' },
]

/** Starts it. `answer` says what the bot answers; by default it echoes. */
export async function standIn(
  given: {
    readonly ports?: Partial<SimulatorPorts>
    readonly answer?: (inbound: Inbound, wecom: WecomClient) => Promise<Answer>
  } = {},
): Promise<StandIn> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const clock = new ShiftedClock(systemClock)
  const arrived: Inbound[] = []
  const simulator = await createSimulator({
    app: TEST_APP,
    origin,
    callbackUrl: `${origin}/wecom/callback`,
    fetch,
    clock: {
      now: () => clock.now(),
      moved: () => clock.offsetMs,
      moveTo: async (at) => clock.advanceTo(at.getTime() - systemClock.now().getTime()),
      nextReminder: () => undefined,
    },
    entropy: systemEntropy,
    log: silentLog,
    people: async () => STAND_IN_PEOPLE,
    customers: async () => [],
    linkFor: async () => '',
    survey: async () => ({ kind: 'unknown' }),
    memory: { load: async () => new Map(), save: async () => undefined },
    ...given.ports,
  })
  const wecom = createWecomClient({
    ...TEST_APP,
    apiBase: `${origin}/simulator/wecom`,
    fetch,
    clock,
    log: silentLog,
    timeoutMs: 2_000,
  })
  const keys = callbackKeys({
    token: TEST_APP.token,
    encodingAesKey: TEST_APP.aesKey,
    receiveId: TEST_APP.corpId,
  })
  const answer = given.answer ?? echo
  const receive = (inbound: Inbound): Promise<Answer> => {
    arrived.push(inbound)
    return answer(inbound, wecom)
  }
  const server = createHttpServer({
    routes: [
      ...callbackRoutes({
        keys,
        clock,
        entropy: systemEntropy,
        receive,
        noticed: async () => ({ kind: 'empty' }),
        contactChanged: async () => ({ kind: 'empty' }),
      }),
      ...simulator.routes,
    ],
    log: silentLog,
    isAway: () => false,
    explain: String,
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin,
    simulator,
    server,
    wecom,
    arrived,
    async [Symbol.asyncDispose]() {
      await simulator.close()
      await closed(server)
    },
  }
}

const echo = async (inbound: Inbound): Promise<Answer> =>
  inbound.kind === 'text' ? { kind: 'text', text: `收到：${inbound.content}` } : { kind: 'empty' }

/** A bot that asks to confirm whatever it is told, and says that it is recorded once 提交 is tapped. */
export async function confirming(inbound: Inbound, wecom: WecomClient): Promise<Answer> {
  const to = [inbound.userId]
  if (inbound.kind === 'text') {
    await wecom.send({ to, body: cardMessage(confirmation(inbound.dedupeKey)) })
  }
  if (inbound.kind === 'template_card_event') {
    await wecom.updateCard(inbound.responseCode, to, { kind: 'grey', text: '已提交' })
    await wecom.send({ to, body: textMessage('已记入台账（26-0001）。') })
  }
  return { kind: 'empty' }
}

const confirmation = (about: string) =>
  buttonCard({
    title: '请核对：',
    taskId: about.replaceAll(/[^0-9A-Za-z]/g, '-'),
    text: '项目　一中教学楼维修改造\n环节　签订合同\n日期　9月7日（周一）\n金额　318万元',
    buttons: [
      { text: '提交', key: 'submit', style: 1 },
      { text: '修改', key: 'change', style: 2 },
      { text: '不报了', key: 'drop', style: 4 },
    ],
  })
