import { expect, test } from 'vitest'
import { classOf, errorCodes, redacted } from '../../src/wecom/index.ts'

test.each([
  [40001, 'refresh'],
  [40014, 'refresh'],
  [42001, 'refresh'],
  [-1, 'retry'],
  [6000, 'retry'],
  [45009, 'throttle'],
  [45033, 'throttle'],
  [60020, 'config'],
  [40091, 'config'],
  [81013, 'recipient'],
  [701008, 'recipient'],
  [42014, 'payload'],
  [45002, 'payload'],
  [40029, 'login'],
  [123456, 'payload'],
])('%i is of the class %s', (errcode, expected) => {
  expect(classOf(errcode)).toBe(expected)
})

test('each known code stands in one class', () => {
  const codes = Object.values(errorCodes).flat()
  expect(codes.length).toBeGreaterThan(50)
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
})

test('secrets vanish from a message, the rest stays', () => {
  const url =
    'https://h/cgi-bin/message/send?access_token=AbC-1_2&debug=1, hint: [17], from ip: 1.2.3.4'
  expect(redacted(url)).toBe(
    'https://h/cgi-bin/message/send?access_token=[redacted]&debug=1, hint: [17], from ip: 1.2.3.4',
  )
  expect(redacted('{"access_token":"AbC","corpsecret": "x"}')).toBe(
    '{"access_token":"[redacted]","corpsecret": "[redacted]"}',
  )
  expect(redacted('it was s3cret', ['s3cret', ''])).toBe('it was [redacted]')
  expect(redacted('长'.repeat(1000))).toHaveLength(500)
})
