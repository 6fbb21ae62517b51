import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cleanPicture } from '../../src/reception/index.ts'
import { browserHere, startBrowser } from '../support/browser.ts'
import { GPS, jpegSegment, PLAIN_JPEG, phoneJpeg, png, pngChunk } from '../support/pictures.ts'

/** The cleaned bytes; throws when the file was refused. */
function cleaned(file: Buffer): Buffer {
  const picture = cleanPicture(file)
  if (!picture) throw new Error('refused')
  return picture.bytes
}

describe('a JPEG', () => {
  test('loses place, phone and comments, those of a second picture behind it too', () => {
    const file = phoneJpeg()
    expect(file.includes(GPS)).toBe(true)
    const picture = cleanPicture(file)
    expect(picture?.mime).toBe('image/jpeg')
    expect(picture?.bytes).toEqual(PLAIN_JPEG)
  })

  test('keeps what its colours need', () => {
    const icc = jpegSegment(0xe2, 'ICC_PROFILE\0\x01\x01colours')
    const adobe = jpegSegment(0xee, 'Adobe\0d\0\0\0\0\x01')
    const file = Buffer.concat([PLAIN_JPEG.subarray(0, 2), icc, adobe, PLAIN_JPEG.subarray(2)])
    expect(cleaned(file)).toEqual(file)
  })

  test('loses metadata between its scans, and keeps restart marks and stuffed bytes', () => {
    const scan = PLAIN_JPEG.subarray(PLAIN_JPEG.lastIndexOf(Buffer.from([0xff, 0xda])), -2)
    const more = Buffer.from([0xff, 0x00, 0x12, 0xff, 0xd0, 0x34])
    const head = PLAIN_JPEG.subarray(0, -2)
    const end = PLAIN_JPEG.subarray(-2)
    const between = jpegSegment(0xfe, GPS)
    const file = Buffer.concat([head, more, between, scan, more, end])
    expect(cleaned(file)).toEqual(Buffer.concat([head, more, scan, more, end]))
  })

  test('that ends too soon is refused, wherever it ends', () => {
    for (let length = 0; length < PLAIN_JPEG.length; length++)
      expect(cleanPicture(PLAIN_JPEG.subarray(0, length)), `${length} bytes`).toBeUndefined()
  })
})

describe('a PNG', () => {
  const told = ['tEXt', 'iTXt', 'zTXt', 'eXIf', 'tIME', 'prVt'].map((name) => pngChunk(name, GPS))

  test('loses texts, times and places, and is the same picture', () => {
    const file = png(told)
    expect(file.includes(GPS)).toBe(true)
    expect(cleanPicture(file)).toEqual({ mime: 'image/png', bytes: png() })
  })

  test('loses what hangs behind its end', () => {
    expect(cleaned(Buffer.concat([png(), Buffer.from(GPS)]))).toEqual(png())
  })

  test('that ends too soon is refused, wherever it ends', () => {
    const whole = png()
    for (let length = 0; length < whole.length; length++)
      expect(cleanPicture(whole.subarray(0, length)), `${length} bytes`).toBeUndefined()
  })
})

test.each([
  ['a GIF', 'GIF89a\x01\x00\x01\x00\x00\x00\x00;'],
  ['a WebP', 'RIFF\x24\x00\x00\x00WEBPVP8 '],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a page', '<html><script>alert(1)</script></html>'],
  ['nothing', ''],
])('%s is refused', (_, bytes) => {
  expect(cleanPicture(Buffer.from(bytes, 'latin1'))).toBeUndefined()
})

describe.runIf(browserHere)('what is kept', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  test.each([
    ['image/jpeg', phoneJpeg()],
    ['image/png', png([pngChunk('tEXt', GPS)])],
  ])('as %s still shows in a browser', async (mime, file) => {
    const page = await browser.newPage()
    const source = `data:${mime};base64,${cleaned(file).toString('base64')}`
    const width = await page.evaluate(async (src) => {
      const image = new Image()
      image.src = src
      await image.decode()
      return image.naturalWidth
    }, source)
    expect(width).toBe(1)
  })
})
