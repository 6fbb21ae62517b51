import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { cleanPicture, MOST_PICTURE_BYTES } from '../../src/base/index.ts'
import { EMPTY_ZIP, GPS, PLAIN_JPEG, phoneJpeg, png, pngChunk } from '../support/pictures.ts'

/** The cleaned bytes; throws when the file was refused. */
async function cleaned(file: Buffer): Promise<Buffer> {
  const picture = await cleanPicture(file)
  if (!picture) throw new Error('refused')
  return picture
}

/** 80 by 40 points as a phone's sensor sees them, the left half red and the right half blue. */
const lying = () =>
  sharp({ create: { width: 80, height: 40, channels: 3, background: '#0000ff' } }).composite([
    {
      input: { create: { width: 40, height: 40, channels: 3, background: '#ff0000' } },
      left: 0,
      top: 0,
    },
  ])

/** The colour that rules at a point. */
async function colourAt(file: Buffer, left: number, top: number): Promise<'red' | 'blue'> {
  const [r = 0, , b = 0] = await sharp(file)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer()
  return r > b ? 'red' : 'blue'
}

describe('a photo', () => {
  test.each([
    ['jpeg', () => lying().jpeg()],
    ['png', () => lying().png()],
    ['webp', () => lying().webp()],
  ])('held upright (%s, EXIF orientation 6) stands upright without its EXIF', async (_, as) => {
    const file = await as().withMetadata({ orientation: 6 }).toBuffer()
    expect((await sharp(file).metadata()).orientation).toBe(6)
    const kept = await cleaned(file)
    const told = await sharp(kept).metadata()
    expect(told).toMatchObject({ format: 'jpeg', width: 40, height: 80 })
    expect([told.orientation, told.exif, told.xmp, told.iptc]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    // Turned clockwise, the left of the sensor is the top.
    expect([await colourAt(kept, 20, 10), await colourAt(kept, 20, 70)]).toEqual(['red', 'blue'])
  })

  test.each([
    ['a phone’s JPEG, with a second picture behind it', phoneJpeg()],
    ['a PNG', png(['tEXt', 'iTXt', 'eXIf', 'tIME', 'prVt'].map((name) => pngChunk(name, GPS)))],
    ['a PNG, behind its end', Buffer.concat([png(), Buffer.from(GPS)])],
  ])('loses place, phone and comments: %s', async (_, file) => {
    expect(file.includes(GPS)).toBe(true)
    const kept = await cleaned(file)
    expect(kept.includes(GPS)).toBe(false)
    expect(await sharp(kept).metadata()).toMatchObject({ width: 1, height: 1 })
  })

  test('is made smaller beyond 3,000 points a side', async () => {
    const wide = await sharp({
      create: { width: 4000, height: 100, channels: 3, background: '#fff' },
    })
      .jpeg()
      .toBuffer()
    expect(await sharp(await cleaned(wide)).metadata()).toMatchObject({ width: 3000, height: 75 })
  })
})

const bomb = await sharp({
  create: { width: 9000, height: 9000, channels: 3, background: '#fff' },
  limitInputPixels: false,
})
  .png()
  .toBuffer()
const whole = await lying().jpeg().toBuffer()

test.each([
  ['a JPEG that is an archive too', Buffer.concat([PLAIN_JPEG, EMPTY_ZIP])],
  [
    'a JPEG that is an archive with a comment',
    Buffer.concat([PLAIN_JPEG, EMPTY_ZIP.subarray(0, 20), Buffer.from([3, 0]), Buffer.from('abc')]),
  ],
  [
    'a JPEG that is a page too',
    Buffer.concat([PLAIN_JPEG, Buffer.from('<SCRIPT>alert(1)</SCRIPT>')]),
  ],
  ['a PNG that is a program too', png([pngChunk('tEXt', '<?php system($_GET[0]);')])],
  ['a PNG that is a PDF too', png([pngChunk('tEXt', '%PDF-1.7\n1 0 obj')])],
  ['a picture of 81 million points in few bytes', bomb],
  ['more than 10 MB', Buffer.concat([whole, Buffer.alloc(MOST_PICTURE_BYTES)])],
  ['half a JPEG', whole.subarray(0, whole.length / 2)],
  ['half a PNG', png().subarray(0, 50)],
  ['the first bytes of a JPEG only', whole.subarray(0, 4)],
  ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
  ['a broken WebP', Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 ', 'latin1')],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
  ['nothing', Buffer.alloc(0)],
])('%s is refused', async (_, file) => {
  expect(await cleanPicture(file)).toBeUndefined()
})
