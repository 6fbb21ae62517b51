import { expect, test } from 'vitest'
import { createMemberBudget, minutesToAvoid } from '../../src/wecom/index.ts'
import { HOUR, handClock, MINUTE, SECOND } from '../support/hand-clock.ts'

const START = '2026-09-08T01:07:00Z'
const after = (milliseconds: number) => new Date(Date.parse(START) + milliseconds)

test('a chat may send 24 in any minute, then waits for the oldest to pass', () => {
  const clock = handClock(START)
  const budget = createMemberBudget(clock)
  for (let n = 0; n < 24; n++) {
    expect(budget.nextAt('li', 'chat')).toEqual(clock.now())
    budget.sent('li')
    clock.pass(SECOND)
  }
  expect(budget.nextAt('li', 'chat')).toEqual(after(MINUTE))
  expect(budget.nextAt('LI', 'chat')).toEqual(after(MINUTE))
  expect(budget.nextAt('wang', 'chat')).toEqual(clock.now())
  clock.pass(MINUTE - 24 * SECOND)
  expect(budget.nextAt('li', 'chat')).toEqual(clock.now())
  budget.sent('li')
  expect(budget.nextAt('li', 'chat')).toEqual(after(MINUTE + SECOND))
})

test('bulk leaves room for the chat', () => {
  const budget = createMemberBudget(handClock(START))
  for (let n = 0; n < 12; n++) budget.sent('li')
  expect(budget.nextAt('li', 'bulk')).toEqual(after(MINUTE))
  expect(budget.nextAt('li', 'chat')).toEqual(after(0))
})

test('an hour holds 900, and what was sent before a restart counts', () => {
  const clock = handClock(START)
  const budget = createMemberBudget(clock)
  for (let n = 0; n < 900; n++) budget.sent('li', after(-50 * MINUTE + n))
  expect(budget.nextAt('li', 'chat')).toEqual(after(10 * MINUTE))
})

test('whoever asks before sending never loses a message to the limits of WeCom', () => {
  const clock = handClock(START)
  const budget = createMemberBudget(clock)
  const sent: number[] = []
  for (let n = 0; n < 1200; n++) {
    clock.pass(budget.nextAt('li', 'chat').getTime() - clock.now().getTime())
    budget.sent('li')
    sent.push(clock.now().getTime())
  }
  const most = (window: number) =>
    Math.max(...sent.map((end) => sent.filter((time) => time > end - window && time <= end).length))
  expect(most(MINUTE)).toBeLessThan(30)
  expect(most(HOUR)).toBeLessThan(1000)
})

test('members of whom nothing came for an hour are forgotten', () => {
  const clock = handClock(START)
  const budget = createMemberBudget(clock)
  for (let n = 0; n < 50; n++) budget.sent(`member-${n}`)
  clock.pass(HOUR)
  budget.sent('li')
  expect(budget.size).toBe(1)
})

test('pushes in bulk avoid the full and the half hour', () => {
  expect(minutesToAvoid).toEqual([0, 30])
})
