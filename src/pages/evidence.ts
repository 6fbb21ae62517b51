/** What a file is, by its first bytes; its name and what the browser calls it count for nothing. */
const PICTURES: readonly { readonly at: number; readonly bytes: Buffer }[] = [
  { at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) }, // JPEG
  { at: 0, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }, // PNG
  { at: 8, bytes: Buffer.from('WEBP') },
]

/** Larger pictures are made smaller: a page of writing stays readable. */
const MOST_PIXELS_A_SIDE = 3000
/** A picture that unpacks to more is an attack, or no phone's. */
const MOST_PIXELS = 60_000_000

/**
 * A picture encoded anew as JPEG: only its pixels are taken over, so that place, time, phone and whatever was hidden
 * in or behind it are gone. Undefined for anything that is no JPEG, PNG or WebP or does not open as one; of an
 * animation the first picture.
 */
export async function evidenceFrom(file: Buffer): Promise<Buffer | undefined> {
  const isPicture = PICTURES.some(({ at, bytes }) =>
    file.subarray(at, at + bytes.length).equals(bytes),
  )
  if (!isPicture) return undefined
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
