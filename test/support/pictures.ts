import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** A JPEG segment with its length. */
export function jpegSegment(marker: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content)
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(bytes.length + 2, 2)
  return Buffer.concat([head, bytes])
}

/** One grey pixel as a whole JPEG, as small as browsers still decode. */
export const PLAIN_JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z',
  'base64',
)

/** The place where the picture was taken, as it stands in an EXIF block. */
export const GPS = 'GPSLatitude 35.2159 N'

/** The JPEG as a phone writes it: with place, phone and comment, and with a second picture behind it that has its own. */
export function phoneJpeg(): Buffer {
  const exif = jpegSegment(0xe1, `Exif\0\0MM\0*${GPS}`)
  const adobe = jpegSegment(0xed, `Photoshop 3.0\0${GPS}`)
  const parts = jpegSegment(0xe2, `MPF\0${GPS}`)
  const comment = jpegSegment(0xfe, `taken with a phone, ${GPS}`)
  const start = PLAIN_JPEG.subarray(0, 2)
  const rest = PLAIN_JPEG.subarray(2)
  const behind = Buffer.concat([start, exif, rest])
  return Buffer.concat([start, exif, adobe, parts, comment, rest, behind])
}

/** A chunk of a PNG with its length and checksum. */
export function pngChunk(name: string, content: Buffer | string = ''): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from(content)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length - 4)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

const PNG_MARK = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** One grey pixel as a PNG, with those chunks before its image. */
export function png(extra: readonly Buffer[] = []): Buffer {
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  const image = pngChunk('IDAT', deflateSync(Buffer.from([0, 128])))
  return Buffer.concat([PNG_MARK, pngChunk('IHDR', head), ...extra, image, pngChunk('IEND')])
}

/** An archive of nothing. */
export const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])

/** A JPEG of nothing but noise, between 9 and 10 MB: as large as people may send. */
export async function hugeJpeg(): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const raw = { width: 3000, height: 3000, channels: 3 } as const
  return sharp(randomBytes(raw.width * raw.height * raw.channels), { raw })
    .jpeg({ quality: 96 })
    .toBuffer()
}
