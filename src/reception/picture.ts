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

/** Of the application segments only those that a viewer needs, by how they begin: size, colours, colour mark. */
const JPEG_KEPT: ReadonlyMap<number, string> = new Map([
  [0xe0, 'JFIF\0'],
  [0xe2, 'ICC_PROFILE\0'],
  [0xee, 'Adobe'],
])
const SCAN = 0xda
const END = 0xd9

function isKept(marker: number, content: Buffer): boolean {
  if (marker === 0xfe) return false // a comment
  if (marker < 0xe0 || marker > 0xef) return true
  const begin = JPEG_KEPT.get(marker)
  return begin !== undefined && content.toString('latin1', 0, begin.length) === begin
}

/** Drops what tells of phone, place and time. What follows the image's end goes too: phones hang further pictures there. */
function cleanJpeg(file: Buffer): Buffer | undefined {
  const kept: Buffer[] = [file.subarray(0, 2)]
  let scans = 0
  for (let at = 2; at + 2 <= file.length; ) {
    const marker = file[at + 1] ?? 0
    if (file[at] !== 0xff) return undefined
    if (marker === 0xff) {
      at += 1 // fill byte
      continue
    }
    if (marker === END)
      return scans > 0 ? Buffer.concat([...kept, file.subarray(at, at + 2)]) : undefined
    if (at + 4 > file.length) return undefined
    const length = at + 2 + file.readUInt16BE(at + 2)
    const end = marker === SCAN ? endOfScan(file, length) : length
    if (end > file.length) return undefined
    if (marker === SCAN) scans += 1
    if (isKept(marker, file.subarray(at + 4, length))) kept.push(file.subarray(at, end))
    at = end
  }
  return undefined
}

/** Where a scan's data end: at the next mark that is neither a stuffed byte nor a restart. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at >= 0; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)
    if (!isData) return at
  }
  return file.length
}
