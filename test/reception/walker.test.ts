import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Business, openBusiness } from '../support/business.ts'
import { handLink } from '../support/counter-play.ts'
import { chatXml } from '../support/envelope.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { shownCard } from '../support/phone-words.ts'
import { setStage } from '../support/stage.ts'

/** Milliseconds of walking at least; it goes on until it has reached enough, up to the limit. */
const LEAST_MS = Number(process.env.WALK_MS ?? 3_000)
const LIMIT_MS = 40_000
/** The same walks every time, so that a run is repeatable; others are walked with WALK_SEED. */
const SEED = Number(process.env.WALK_SEED ?? 20_261_124)
/** What a walk must have come to: without it the invariants would have held idly. */
const ENOUGH = { records: 30, together: 4, undos: 5 }

const CONFIRMING = ['提交', '对', '是的', '全部提交', '是同一笔', '是另一笔', '没毛病', '👌']
/** Complete reports, each of another fact where nothing else is said. */
const REPORTS = [
  '教学楼合同昨天签了，318万',
  '教学楼合同今天公告了',
  '教学楼合同今天备案了',
  '教学楼昨天申请验收了',
  '食堂设备前天到货了',
  '食堂设备昨天验收了',
  '食堂设备的发票昨天收到了',
  '食堂设备昨天付了5万',
  '食堂设备今天付了3万',
  '食堂设备今天付了2万',
]
/** How people take back what they told together. */
const UNDONE_TOGETHER = ['撤销', '全部撤销', '跳过']
const TOGETHER = [
  '教学楼合同昨天签了，318万；食堂设备前天到货了',
  '食堂设备昨天付了10万；食堂设备昨天验收了',
  '食堂设备今天付了1万；食堂设备昨天付了2万',
  '食堂设备前天到货了；食堂设备今天付了4万',
]
const ODDS = [
  ...CONFIRMING,
  '教学楼合同签了',
  '食堂设备付了5万',
  '它的发票也收到了',
  '食堂设备还没到货',
  '还没签',
  '昨天',
  '318万',
  '金额改成317万',
  '第2件不报了',
  '第1件日期改成8号',
  '日期都改成8号',
  '不对',
  '修改',
  '1',
  '2',
  '都不是',
  '取消',
  '跳过',
  '稍后',
  '继续',
  '撤销',
  '写错了',
  '什么意思',
  '说不好',
  '[微笑]',
  '帮助',
  '待办',
  '查 教学楼',
  '食堂设备的呢',
  '好的谢谢',
  '老项目补录',
]

const who = fc.nat({ max: 1 })
const sentence = fc.constantFrom(...ODDS, ...REPORTS, ...TOGETHER)
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant('says'), who, text: sentence }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('taps'),
      who,
      back: fc.nat({ max: 2 }),
      button: fc.oneof(fc.constant(0), fc.nat({ max: 5 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('again'), back: fc.nat({ max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('restarts') }) },
)
/** What people do in one go: report, alone or together, and take it back. */
const texts: fc.Arbitrary<string[]> = fc.oneof(
  fc.constantFrom(...REPORTS).map((text) => [text, '老项目补录', '提交']),
  fc.constantFrom(...REPORTS).map((text) => [text, '老项目补录', '提交', '撤销', '写错了']),
  fc.constantFrom(...TOGETHER).map((text) => [text, '老项目补录', '全部提交', '是另一笔']),
  fc.constantFrom(...TOGETHER).map((text) => [text, '全部提交', ...UNDONE_TOGETHER]),
  fc.constant<string[]>(['撤销', '跳过']),
)
/** It is done in one go; only between two of its sentences something else may happen. */
const errand = fc
  .record({
    who,
    texts,
    between: fc.array(step, { maxLength: 1 }),
    at: fc.nat({ max: 3 }),
  })
  .map(({ who, texts, between, at }) => {
    const steps: Step[] = texts.map((text) => ({ does: 'says', who, text }))
    return [...steps.slice(0, at), ...between, ...steps.slice(at)]
  })
const walkSteps = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: errand }, { weight: 2, arbitrary: step.map((one) => [one]) }),
    {
      minLength: 4,
      maxLength: 8,
    },
  )
  .map((parts) => parts.flat())
type Step = { does: string; who?: number; text?: string; back?: number; button?: number }

let office: TestOffice
let business: Business
let began = 0
let walks = 0
let messages = 0
const reached = { records: 0, together: 0, undos: 0 }
const isEnough = (): boolean =>
  reached.records >= ENOUGH.records &&
  reached.together >= ENOUGH.together &&
  reached.undos >= ENOUGH.undos

beforeAll(async () => {
  office = await openOffice('2026-09-10T09:30:00+08:00')
  business = await openBusiness(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())

/** Two colleagues of a unit of their own, with two projects. */
async function colleagues(prefix: string) {
  const given = [
    ['科室', `${prefix}科`],
    ['单位', `焦作市第${prefix}中学`],
    ['人', `张敏，专管员，焦作市第${prefix}中学`],
    ['人', `李强，专管员，焦作市第${prefix}中学`],
    ['台账', `教学楼改造工程｜编号 ${prefix}-1｜预算 3200000｜AWARD_NOTICE_SENT 2026-09-01`],
    ['台账', `食堂设备采购｜编号 ${prefix}-2｜预算 500000｜CONTRACT_SIGNED 2026-08-03 200000`],
  ] as const
  const stage = await setStage(given, {
    db: office.database.client,
    business,
    prefix,
    handLink: (page) => handLink(office, page),
  })
  const lots = ['教学楼改造工程', '食堂设备采购'].map((name) => stage.lotId(name))
  return { people: ['张敏', '李强'].map((name) => stage.account(name)), lots }
}

async function walk(steps: readonly Step[]): Promise<void> {
  const spent = performance.now() - began
  if (spent > LIMIT_MS || (spent > LEAST_MS && isEnough())) return
  walks += 1
  const { people, lots } = await colleagues(`W${walks}`)
  const sent: { userid: string; xml: string }[] = []
  let before = await recorded(lots)
  const first = before.records
  for (const one of steps) {
    const confirms = await act(one, people, sent)
    await office.settled()
    office.clock.advance(10_000)
    const after = await recorded(lots)
    if (!confirms) expect(after.records, 'recorded without a confirmation').toBe(before.records)
    before = after
    await invariants(people, lots)
  }
  reached.records += before.records - first
  reached.together += before.together
  reached.undos += before.undos
}

/** Does a step; whether it may have recorded something. */
async function act(
  one: Step,
  people: readonly string[],
  sent: { userid: string; xml: string }[],
): Promise<boolean> {
  const userid = people[one.who ?? 0] ?? ''
  const seen = () => office.fake.phone(userid).at(-1)?.id ?? 0
  const before = seen()
  if (one.does === 'restarts') await office.restart()
  if (one.does === 'says') {
    messages += 1
    const at = Math.floor(office.clock.now().getTime() / 1000)
    const xml = chatXml(userid, one.text ?? '', at, `7${String(messages).padStart(6, '0')}`)
    sent.push({ userid, xml })
    const outcome = await office.fake.raw(userid, xml)
    await office.settled()
    const answered = 'reply' in outcome && outcome.reply
    expect(answered || seen() > before, `no answer to ${one.text}`).toBeTruthy()
    return CONFIRMING.includes(one.text ?? '')
  }
  if (one.does === 'again') {
    const old = sent.at(-1 - (one.back ?? 0))
    if (!old) return false
    const had = office.fake.phone(old.userid).filter((item) => item.kind === 'card').length
    await office.fake.raw(old.userid, old.xml)
    await office.settled()
    const has = office.fake.phone(old.userid).filter((item) => item.kind === 'card').length
    expect(has, 'a repeat brought another card').toBe(had)
    return false
  }
  if (one.does !== 'taps') return false
  const cards = office.fake
    .phone(userid)
    .flatMap((item) => (item.kind === 'card' && item.taskId ? [item] : []))
  const card = cards.at(-1 - (one.back ?? 0))
  const buttons = card ? shownCard(card.card).buttons : []
  const button = buttons[(one.button ?? 0) % Math.max(1, buttons.length)]
  if (!card?.taskId || !button) return false
  const outcome = await office.fake.tap(userid, card.taskId, button.key)
  await office.settled()
  if (outcome.kind !== 'greyed')
    expect(seen(), `no answer to [${button.text}]`).toBeGreaterThan(before)
  return ['confirm', 'deny'].includes(button.key)
}

/** What is on record of the lots: facts, submissions of several facts at once, and undos. */
async function recorded(lots: readonly number[]) {
  const [row] = await office.database.client.$queryRaw<
    { records: number; together: number; undos: number }[]
  >`
    SELECT count(*)::int AS "records",
      (SELECT count(*)::int FROM (
        SELECT 1 FROM "Submission" s JOIN "Draft" d ON d."id" = s."draftId"
        WHERE (d."body" #>> '{slots,project,value}')::int = ANY(${[...lots]})
        GROUP BY s."personId", s."at" HAVING count(*) > 1) x) AS "together",
      (SELECT count(*)::int FROM "EventVoid" v JOIN "LedgerEvent" e ON e."id" = v."eventId"
        WHERE e."lotId" = ANY(${[...lots]})) AS "undos"
    FROM "LedgerEvent" WHERE "lotId" = ANY(${[...lots]})`
  if (!row) throw new Error('no counts')
  return row
}

async function invariants(people: readonly string[], lots: readonly number[]): Promise<void> {
  const { client } = office.database
  const doubled = await client.$queryRaw`
    SELECT e."lotId", e."kind" FROM "LiveEvent" v JOIN "LedgerEvent" e ON e."id" = v."eventId"
    WHERE e."lotId" = ANY(${[...lots]}) AND v."onceKey" NOT LIKE '%|%|%|%'
    GROUP BY 1, 2 HAVING count(*) > 1`
  expect(doubled, 'two records of one fact').toEqual([])
  const crossed = await client.$queryRaw`
    SELECT c."taskId" FROM "Card" c JOIN "Draft" d ON d."id" = c."draftId" JOIN "Person" p ON p."id" = d."personId"
    WHERE c."userid" = ANY(${people.map((one) => one.toLowerCase())}) AND p."userid" <> c."userid"`
  expect(crossed, 'a draft crossed people').toEqual([])
  const open = await client.$queryRaw`
    SELECT p."id" FROM "Draft" d JOIN "Person" p ON p."id" = d."personId"
    WHERE d."status" = 'OPEN' GROUP BY 1 HAVING count(*) > 1`
  expect(open, 'two open drafts').toEqual([])
  const ticking = await client.$queryRaw`
    SELECT c."id" FROM "Deadline" c JOIN "EventVoid" v ON v."eventId" = c."startEventId"
    WHERE c."lotId" = ANY(${[...lots]}) AND c."state" = 'OPEN' AND c."knownTo" IS NULL`
  expect(ticking, 'an undone report left a clock').toEqual([])
}

test('whatever people say and tap, in whatever order, nothing is recorded twice, unasked or for somebody else', async () => {
  process.stdout.write(`walker: WALK_SEED=${SEED}\n`)
  began = performance.now()
  await fc.assert(fc.asyncProperty(walkSteps, walk), {
    seed: SEED,
    numRuns: 300,
    endOnFailure: process.env.WALK_SHRINK === undefined,
  })
  const { records, together, undos } = reached
  process.stdout.write(
    `walker: ${walks} walks, ${messages} sentences, ${records} records, ${together} of several at once, ${undos} undone\n`,
  )
  for (const key of ['records', 'together', 'undos'] as const)
    expect(reached[key], key).toBeGreaterThanOrEqual(ENOUGH[key])
}, 90_000)
