/** What a file is, by its first bytes; its name and what a browser calls it count for nothing. */
const PICTURES: readonly { readonly at: number; readonly bytes: Buffer }[] = [
  { at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) }, // JPEG
  { at: 0, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }, // PNG
  { at: 8, bytes: Buffer.from('WEBP') },
]

/** Bytes of a picture at most; WeCom's own limit (doc 90253), and what the pages promise. */
export const MOST_PICTURE_BYTES = 10 * 1024 * 1024
/** Larger pictures are made smaller: a page of writing stays readable. */
const MOST_PIXELS_A_SIDE = 3000
/** A picture that unpacks to more is an attack, or no phone's. */
const MOST_PIXELS = 60_000_000

/**
 * A picture encoded anew as JPEG, upright: only its pixels are taken over, so that place, time, phone and whatever was
 * hidden in or behind it are gone. Undefined for more than MOST_PICTURE_BYTES, for anything that is no JPEG, PNG or
 * WebP or does not open as one, and for a file that is something else besides; of an animation the first picture.
 */
export async function cleanPicture(file: Buffer): Promise<Buffer | undefined> {
  const isPicture = PICTURES.some(({ at, bytes }) =>
    file.subarray(at, at + bytes.length).equals(bytes),
  )
  if (!isPicture || file.length > MOST_PICTURE_BYTES || isTwoThings(file)) return undefined
  // At the first use: the library keeps tens of megabytes that most days nobody needs.
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 })
    .rotate()
    .resize({
      width: MOST_PIXELS_A_SIDE,
      height: MOST_PIXELS_A_SIDE,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80, mozjpeg: false })
    .toBuffer()
    .catch(() => undefined)
}

const ZIP_END = Buffer.from('PK\x05\x06')
/** A ZIP's last record, and the longest comment that may stand behind it. */
const ZIP_END_BYTES = 22
const ZIP_TAIL_BYTES = ZIP_END_BYTES + 0xffff
/** Readers of PDF look for its mark so far in. */
const PDF_HEAD_BYTES = 1024
/** Long enough that no picture holds them by chance. */
const PROGRAMS = /<script|<!doctype|<html|<\?php/i

/**
 * A file that opens as a PDF, an archive or a page as well. Nothing of it would be left in what is kept; but nobody's
 * phone makes one, and whoever sends one means harm. A second picture behind the first is a phone's.
 */
function isTwoThings(file: Buffer): boolean {
  if (file.subarray(0, PDF_HEAD_BYTES).includes('%PDF-')) return true
  const tail = file.subarray(-ZIP_TAIL_BYTES)
  for (let at = tail.indexOf(ZIP_END); at >= 0; at = tail.indexOf(ZIP_END, at + 1)) {
    const end = at + ZIP_END_BYTES
    if (end <= tail.length && end + tail.readUInt16LE(end - 2) === tail.length) return true
  }
  return PROGRAMS.test(file.toString('latin1'))
}
