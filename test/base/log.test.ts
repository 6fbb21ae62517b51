import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog, OfficeError } from '../../src/base/index.ts'

/** What the log keeps of that error. */
function kept(err: unknown): string {
  const stream = new PassThrough()
  createLog('trace', stream).error({ err }, 'failed')
  return String(stream.read())
}

test('an error of the program is kept with its kind, its words and its place', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), {
    code: 'ECONNREFUSED',
    port: 5432,
  })
  expect(
    JSON.parse(kept(new OfficeError('app.cannot-listen', { port: 3000 }, cause))),
  ).toMatchObject({
    msg: 'failed',
    err: {
      type: 'OfficeError',
      code: 'app.cannot-listen',
      fields: { port: 3000 },
      stack: expect.stringContaining('log.test.ts'),
      cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED', port: 5432 },
    },
  })
  expect(kept(new TypeError("reading 'length'"))).toContain("reading 'length'")
})

test("a parser's text, which quotes what it read, is not kept", () => {
  const caught = (() => {
    try {
      return JSON.parse('{"phone": 13839112233,,}')
    } catch (error) {
      return error
    }
  })()
  expect(kept(new Error('no JSON', { cause: caught }))).toContain('SyntaxError')
  expect(kept(new Error('no JSON', { cause: caught }))).not.toContain('13839')
})

test('an error that is caused by itself, or is none, is kept as far as it goes', () => {
  const circle = new Error('round')
  circle.cause = circle
  expect(kept(circle)).toContain('round')
  expect(kept('13839112233')).not.toContain('13839112233')
  expect(kept(undefined)).toContain('failed')
})
