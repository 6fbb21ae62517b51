/** A picture as it is kept: its type by its first bytes, and without what it says about phone, place and time. */
export interface Picture {
  readonly mime: 'image/jpeg' | 'image/png'
  readonly bytes: Buffer
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Chunks of a PNG that a viewer needs; the others may carry texts, places and times. */
const PNG_KEPT = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
])

/** Reads a JPEG or PNG and removes its metadata; undefined for anything else and for a damaged file. */
export function cleanPicture(file: Buffer): Picture | undefined {
  const clean = file.subarray(0, 8).equals(PNG)
    ? cleanPng(file)
    : file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff
      ? cleanJpeg(file)
      : undefined
  if (!clean) return undefined
  return { mime: file[0] === 0xff ? 'image/jpeg' : 'image/png', bytes: clean }
}

function cleanPng(file: Buffer): Buffer | undefined {
  const kept: Buffer[] = [PNG]
  for (let at = PNG.length; at + 12 <= file.length; ) {
    const end = at + 12 + file.readUInt32BE(at)
    if (end > file.length) return undefined
    const name = file.toString('latin1', at + 4, at + 8)
    if (PNG_KEPT.has(name)) kept.push(file.subarray(at, end))
    if (name === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return undefined
}

/** Drops the segments APP1–APP15 (but ICC profile and Adobe's colour mark) and comments, up to the image itself. */
function cleanJpeg(file: Buffer): Buffer | undefined {
  const kept: Buffer[] = [file.subarray(0, 2)]
  for (let at = 2; at + 4 <= file.length; ) {
    if (file[at] !== 0xff) return undefined
    const marker = file[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1 // fill byte
      continue
    }
    // Start of scan: what follows is the image, to the end-of-image mark; anything behind that is dropped.
    if (marker === 0xda) {
      const end = file.lastIndexOf(Buffer.from([0xff, 0xd9]))
      return end < at ? undefined : Buffer.concat([...kept, file.subarray(at, end + 2)])
    }
    const end = at + 2 + file.readUInt16BE(at + 2)
    if (end > file.length) return undefined
    const comment = marker === 0xfe
    const application = marker >= 0xe1 && marker <= 0xef && marker !== 0xe2 && marker !== 0xee
    if (!comment && !application) kept.push(file.subarray(at, end))
    at = end
  }
  return undefined
}
