import { describe, expect, it } from 'vitest'
import { day, officeInstant } from '../../src/base/index.ts'
import { CHORES, jobReports, REMINDERS, remind } from '../../src/jobs/index.ts'
import { handPages } from '../../src/surveys/index.ts'
import { buildParty } from '../support/factories.ts'
import { officeWithJobs } from './rig.ts'

const at = (on: string, time: string): Date => officeInstant(day(on), time)

describe('the jobs', () => {
  it('run each slot once: a second tick and a second process add nothing', async () => {
    await using office = await officeWithJobs('2026-09-08T09:00:00+08:00')
    const one = await office.start()
    const two = await office.start()
    expect(await office.runs(...REMINDERS)).toEqual([])
    office.clock.setDay(day('2026-09-08'), '09:07')
    await Promise.all([one.tick(), two.tick(), one.tick(), two.tick()])
    await office.dispatcher.idle()
    expect(await office.runs(...REMINDERS)).toEqual([
      { run: 'morning 2026-09-08T09:07', state: 'done', merged: false },
    ])
    expect(office.sent.map((push) => `${push.to} ${push.template}`).sort()).toEqual([
      'ZhangMin liaison-digest',
      'wanghai section-digest',
    ])
    office.clock.setDay(day('2026-09-08'), '15:37')
    await Promise.all([one.tick(), two.tick()])
    await office.dispatcher.idle()
    // The morning said what is late: the afternoon's run has nothing to add.
    expect(office.sent).toHaveLength(2)
    expect((await office.runs('urgent')).map((run) => run.state)).toEqual(['done'])
  })

  it('owe nothing from before their first start', async () => {
    await using office = await officeWithJobs('2026-09-08T10:00:00+08:00')
    await office.start()
    expect(await office.runs(...REMINDERS)).toEqual([])
  })

  it('merge what an outage over a holiday swallowed into one run, computed for now, in working hours', async () => {
    await using office = await officeWithJobs('2026-09-29T16:00:00+08:00')
    await (await office.start()).stop()
    // Down from the 29th. Up again on the holiday, and until 8:29 of the first working day: quiet.
    office.clock.setDay(day('2026-10-05'), '11:00')
    const jobs = await office.start()
    office.clock.setDay(day('2026-10-08'), '08:29')
    await jobs.tick()
    await office.dispatcher.idle()
    expect(office.sent).toEqual([])
    office.clock.setDay(day('2026-10-08'), '08:30')
    await jobs.tick()
    await jobs.tick()
    await office.dispatcher.idle()
    expect(office.sent.filter((push) => push.to === 'ZhangMin')).toEqual([
      { to: 'ZhangMin', template: 'liaison-digest' },
    ])
    expect(await office.runs(...REMINDERS)).toEqual([
      { run: 'morning 2026-09-30T09:07', state: 'done', merged: false },
      { run: 'urgent 2026-09-30T15:37', state: 'done', merged: true },
    ])
    const text = JSON.stringify(
      (await office.database.client.push.findFirstOrThrow({ where: { userid: 'ZhangMin' } })).body,
    )
    expect(text).toContain('前几次提醒因系统停机没有发出，抱歉，合并在这里。')
    // Thirty-seven minutes later the day's own slot comes: nobody is told the same again.
    office.clock.setDay(day('2026-10-08'), '09:07')
    await jobs.tick()
    await office.dispatcher.idle()
    expect(office.sent.filter((push) => push.to === 'ZhangMin')).toHaveLength(1)
    expect((await office.runs('morning')).at(-1)?.run).toBe('morning 2026-10-08T09:07')
  })

  it('merge morning and afternoon of one day when the service comes back late', async () => {
    await using office = await officeWithJobs('2026-09-08T08:00:00+08:00')
    await (await office.start()).stop()
    office.clock.setDay(day('2026-09-08'), '16:00')
    await office.start()
    await office.dispatcher.idle()
    expect(office.sent.map((push) => push.template).sort()).toEqual([
      'liaison-digest',
      'section-digest',
    ])
    expect((await office.runs(...REMINDERS)).map((run) => run.merged)).toEqual([false, true])
  })

  it('say nothing of an outage when the clock was moved by hand', async () => {
    await using office = await officeWithJobs('2026-09-08T08:00:00+08:00')
    const jobs = await office.start()
    office.clock.setDay(day('2026-09-10'), '10:00')
    await jobs.tick('moved')
    const push = await office.database.client.push.findFirstOrThrow({
      where: { userid: 'ZhangMin' },
    })
    expect(JSON.stringify(push.body)).not.toContain('停机')
  })

  it('show a run that failed, and run it again', async () => {
    await using office = await officeWithJobs('2026-09-08T09:00:00+08:00')
    let broken = true
    const jobs = await office.start({
      linkUrl: () => 'https://office.test/',
      boss: {
        ...office.boss,
        enqueue: (tx, queue, list) =>
          broken ? Promise.reject(new RangeError('no')) : office.boss.enqueue(tx, queue, list),
      },
      fetchMedia: () => (broken ? Promise.reject(new RangeError('no')) : Promise.resolve(0)),
    })
    office.clock.setDay(day('2026-09-08'), '09:07')
    expect(await jobs.tick()).toContainEqual(
      expect.objectContaining({ job: 'morning', outcome: 'failed' }),
    )
    expect((await office.runs('morning')).map((run) => run.state)).toEqual(['failed RangeError'])
    expect((await office.runs('fetch-media')).at(-1)?.state).toBe('failed RangeError')
    expect(await office.database.client.push.count()).toBe(0)
    broken = false
    office.clock.setDay(day('2026-09-08'), '09:08')
    await jobs.tick()
    expect((await office.runs('morning')).map((run) => run.state)).toEqual(['done'])
    expect(await office.database.client.push.count()).toBe(2)
  })

  it('have a handler and a once-only key each, and doing them twice does them once', async () => {
    await using office = await officeWithJobs('2026-09-08T09:07:30+08:00')
    const jobs = await office.start()
    const before = (await office.runs(...CHORES)).map((run) => run.run.split(' ')[0])
    expect(before.sort()).toEqual([...CHORES].sort())
    expect((await office.runs(...CHORES)).map((run) => run.state)).toEqual(CHORES.map(() => 'done'))
    await jobs.tick()
    const other = await office.start()
    await other.tick()
    expect(await office.runs(...CHORES)).toHaveLength(CHORES.length)
    expect(office.done).toEqual([
      'fetch-media',
      'finish-messages',
      'end-reconciliations',
      'look-at-counter',
      'nudge',
    ])
  })

  it('forget old messages and old runs of chores', async () => {
    await using office = await officeWithJobs('2026-09-08T12:00:00+08:00')
    const jobs = await office.start()
    const inbound = (dedupeKey: string, status: 'DONE' | 'PENDING', receivedAt: Date) => ({
      dedupeKey,
      userid: 'zhangmin',
      status,
      receivedAt,
    })
    await office.database.client.inbound.createMany({
      data: [
        inbound('old', 'DONE', at('2026-09-08', '12:00')),
        inbound('unfinished', 'PENDING', at('2026-09-08', '12:00')),
        inbound('new', 'DONE', at('2026-09-14', '12:00')),
      ],
    })
    office.clock.setDay(day('2026-09-16'), '04:00')
    await jobs.tick()
    const left = await office.database.client.inbound.findMany({ orderBy: { dedupeKey: 'asc' } })
    expect(left.map((row) => row.dedupeKey)).toEqual(['new', 'unfinished'])
    const runs = await office.runs(...CHORES)
    expect(runs.every((run) => run.run.includes('2026-09-16') || run.run.includes('09-15'))).toBe(
      true,
    )
  })
})

describe('the report of jobs', () => {
  it('tells what ran, what is late, what failed, and that nothing is planned without a calendar', async () => {
    await using office = await officeWithJobs('2026-09-08T09:00:00+08:00')
    const states = async () => {
      const reports = await jobReports(office.database.client, office.means, office.clock.now())
      return Object.fromEntries(
        reports.map(({ job, state, failure }) => [job, failure ? `${state} ${failure}` : state]),
      )
    }
    const jobs = await office.start({ fetchMedia: () => Promise.reject(new RangeError('no')) })
    expect(await states()).toMatchObject({ morning: 'unborn', 'fetch-media': 'unborn RangeError' })
    office.clock.setDay(day('2026-09-08'), '09:07')
    await jobs.tick()
    office.clock.setDay(day('2026-09-08'), '09:22')
    expect(await states()).toMatchObject({ morning: 'ok', urgent: 'unborn' })
    office.clock.setDay(day('2026-09-08'), '15:53')
    expect(await states()).toMatchObject({
      morning: 'ok',
      urgent: 'late',
      'seal-audit': 'late',
      'fetch-media': 'late RangeError',
    })
    await jobs.tick()
    expect(await states()).toMatchObject({ urgent: 'ok', 'seal-audit': 'ok' })
    office.clock.setDay(day('2027-01-05'), '10:00')
    expect(await states()).toMatchObject({ morning: 'unplanned', urgent: 'unplanned' })
  })
})

describe('cli remind', () => {
  it('shows without writing, claims once, and the server then has nothing left to do', async () => {
    await using office = await officeWithJobs('2026-09-08T09:00:00+08:00')
    const jobs = await office.start()
    const { database, means } = office
    const when = at('2026-09-08', '09:10')
    const shown = await remind(database, { at: when, dryRun: true }, means)
    expect(shown.map((push) => push.to)).toEqual(['ZhangMin', 'wanghai'])
    expect(await database.client.push.count()).toBe(0)
    expect(await remind(database, { at: when, dryRun: false }, means)).toEqual(shown)
    expect(await remind(database, { at: when, dryRun: false }, means)).toEqual([])
    expect(await remind(database, { at: when, dryRun: true }, means)).toEqual(shown)
    office.clock.setDay(day('2026-09-08'), '09:11')
    await jobs.tick()
    await office.dispatcher.idle()
    expect(office.sent).toHaveLength(2)
  })

  it('has nothing before the first slot, on a day off, or of a slot that has not come', async () => {
    await using office = await officeWithJobs('2026-09-08T09:00:00+08:00')
    const plan = (on: string, time: string, slot?: 'morning' | 'urgent') =>
      remind(
        office.database,
        { at: at(on, time), dryRun: true, ...(slot && { slot }) },
        office.means,
      )
    expect(await plan('2026-09-08', '09:06')).toEqual([])
    expect(await plan('2026-09-12', '10:00')).toEqual([])
    expect(await plan('2026-09-08', '15:00', 'urgent')).toEqual([])
    expect((await plan('2026-09-08', '15:40')).map((push) => push.template)).toEqual([
      'liaison-urgent',
    ])
    expect((await plan('2026-09-08', '15:40', 'morning')).map((push) => push.template)).toEqual([
      'liaison-digest',
      'section-digest',
    ])
  })

  it('answers for a past moment from what was recorded by then', async () => {
    await using office = await officeWithJobs('2026-09-10T09:00:00+08:00')
    const { database, means, business } = office
    const lot = await office.project('焦财采-2', '教学楼改造工程')
    await business.tell(lot, 'AWARD_NOTICE_SENT', '2026-06-01', { at: at('2026-09-08', '12:00') })
    await business.tell(lot, 'CONTRACT_SIGNED', '2026-06-20', { at: at('2026-09-09', '12:00') })
    const rules = async (on: string) => {
      const [push] = await remind(database, { at: at(on, '09:10'), dryRun: true }, means)
      return push?.reasons.filter((r) => r.project === '焦财采-2').map((r) => r.rule)
    }
    expect(await rules('2026-09-08')).toEqual([])
    expect(await rules('2026-09-09')).toEqual(['CONTRACT_SIGN'])
    expect((await rules('2026-09-10'))?.sort()).toEqual(['CONTRACT_FILING', 'CONTRACT_PUBLISH'])
  })

  it('takes back a digest that still waits when a newer one comes', async () => {
    await using office = await officeWithJobs('2026-09-08T09:00:00+08:00')
    const { database, means } = office
    await remind(database, { at: at('2026-09-08', '09:10'), dryRun: false }, means)
    await remind(database, { at: at('2026-09-09', '09:10'), dryRun: false }, means)
    office.clock.setDay(day('2026-09-09'), '09:12')
    await office.dispatcher.idle()
    const rows = await database.client.push.findMany({ orderBy: { id: 'asc' } })
    expect(rows.map((row) => `${row.slot} ${row.status}`)).toEqual([
      'morning 2026-09-08 SUPERSEDED',
      'morning 2026-09-08 SUPERSEDED',
      'morning 2026-09-09 SENT',
      'morning 2026-09-09 SENT',
    ])
  })

  it('keeps a digest that still waits where it carries links: nobody else has them', async () => {
    await using office = await officeWithJobs('2026-09-08T09:00:00+08:00')
    const { database, means, clock } = office
    const { client } = database
    const lotId = await office.project('焦财采-2', '教学楼改造工程')
    const { id: partyId } = await buildParty(client, { name: '河南宏达建设有限公司' })
    const handed = { entropy: means.entropy, at: clock.now() }
    await database.transaction((tx) => handPages(tx, [{ lotId, partyId }], 'liaison', handed))
    await remind(database, { at: at('2026-09-08', '09:10'), dryRun: false }, means)
    await remind(database, { at: at('2026-09-09', '09:10'), dryRun: false }, means)
    clock.setDay(day('2026-09-09'), '09:12')
    await office.dispatcher.idle()
    const rows = await client.push.findMany({
      where: { template: 'section-digest' },
      orderBy: { id: 'asc' },
    })
    const links = rows.map(({ status, body }) => [status, JSON.stringify(body).includes('/p/')])
    expect(links).toEqual([
      ['SENT', true],
      ['SENT', false],
    ])
  })
})
