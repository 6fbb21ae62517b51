import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { openOffice, type TestOffice } from '../support/office.ts'
import { EMPTY_ZIP, GPS, PLAIN_JPEG, phoneJpeg } from '../support/pictures.ts'
import { buildSchool } from '../support/school.ts'
import { textsTo } from '../support/tapped.ts'

const SORRY = '没能保存'
let office: TestOffice

beforeEach(async () => {
  office = await openOffice('2026-09-10T09:30:00+08:00')
  await buildSchool(office.database)
  // The jobs of the start are done: what follows counts its own tries.
  await office.app().jobs()?.tick()
  await office.settled()
  return () => office[Symbol.asyncDispose]()
})

const kept = () => office.database.client.attachment.findMany({ orderBy: { id: 'asc' } })
const fetches = () => office.fake.calls.filter((call) => call.path === 'media/get').length
const pass = async (minutes: number) => {
  office.clock.advance(minutes * 60_000)
  await office.app().jobs()?.tick()
  await office.settled()
}
const sorry = () => textsTo(office, 'ZhangMin').filter((text) => text.includes(SORRY))

test('a photo is fetched by the job, once, and kept without what it told of place and phone', async () => {
  await office.fake.sendImage('ZhangMin', phoneJpeg())
  expect(await kept()).toMatchObject([{ status: 'WAITING', bytes: null }])
  await pass(1)
  await pass(1)
  const [photo] = await kept()
  expect(photo).toMatchObject({ status: 'STORED', mime: 'image/jpeg', nextTryAt: null })
  expect(await sharp(photo?.bytes ?? undefined).metadata()).toMatchObject({ width: 1, height: 1 })
  expect(Buffer.from(photo?.bytes ?? '').includes(GPS)).toBe(false)
  expect(fetches()).toBe(1)
  expect(sorry()).toEqual([])
})

test('a fetch that fails is tried again, later and later, until it succeeds', async () => {
  await office.fake.sendImage('ZhangMin', phoneJpeg())
  office.fake.failNext(1, -1, 'media/get')
  office.fake.failNext(1, { kind: 'reset' }, 'media/get')
  office.fake.failNext(1, { kind: 'status', status: 502 }, 'media/get')
  await pass(1)
  expect(await kept()).toMatchObject([{ status: 'WAITING', attempts: 1 }])
  await pass(1)
  await pass(2)
  expect(await kept()).toMatchObject([{ status: 'WAITING', attempts: 3 }])
  await pass(1)
  expect(await kept()).toMatchObject([{ status: 'WAITING', attempts: 3 }])
  await pass(10)
  expect(await kept()).toMatchObject([{ status: 'STORED' }])
  expect(sorry()).toEqual([])
})

test('WeCom away for three days: the sender is told, once', async () => {
  await office.fake.sendImage('ZhangMin', phoneJpeg())
  office.fake.failNext(10_000, -1, 'media/get')
  for (let hours = 0; hours < 72; hours++) await pass(60)
  expect(await kept()).toMatchObject([{ status: 'FAILED', nextTryAt: null }])
  expect(sorry()).toHaveLength(1)
  await pass(60)
  expect(sorry()).toHaveLength(1)
  expect(fetches()).toBeLessThan(60)
}, 60_000)

test.each([
  ['that WeCom has not', undefined],
  ['of more than 10 MB', Buffer.concat([PLAIN_JPEG, Buffer.alloc(10 * 1024 * 1024)])],
  ['that is a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
  ['that broke off', phoneJpeg().subarray(0, 60)],
  ['that is an archive as well', Buffer.concat([PLAIN_JPEG, EMPTY_ZIP])],
])('for a picture %s the sender is told at once, and the others are kept', async (_, bytes) => {
  if (bytes) await office.fake.sendImage('ZhangMin', bytes)
  else
    await office.fake.sendOther('ZhangMin', 'image', [
      ['PicUrl', 'https://wecom.invalid/p'],
      ['MediaId', 'gone'],
    ])
  await office.fake.sendImage('ZhangMin', phoneJpeg())
  await pass(1)
  expect(await kept()).toMatchObject([{ status: 'FAILED', bytes: null }, { status: 'STORED' }])
  expect(sorry()).toHaveLength(1)
})
