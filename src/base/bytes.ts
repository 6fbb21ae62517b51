/** UTF-8 length of a text in bytes: WeCom counts most of its limits so. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/**
 * Splits a text into pieces of at most `limit` UTF-8 bytes, preferably after a line break,
 * never inside a character (surrogate pairs stay whole). An empty text gives no piece.
 */
export function splitBytes(text: string, limit: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const line of text.split(/(?<=\n)/)) {
    if (byteLength(piece) + byteLength(line) <= limit) {
      piece += line
      continue
    }
    if (piece) pieces.push(piece)
    piece = ''
    for (const character of line) {
      if (byteLength(piece) + byteLength(character) > limit) {
        pieces.push(piece)
        piece = ''
      }
      piece += character
    }
  }
  if (piece) pieces.push(piece)
  return pieces
}

/** The text cut to at most `limit` UTF-8 bytes, ending in `…` when something was cut. */
export function clipBytes(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text
  const [head = ''] = splitBytes(text, limit - byteLength('…'))
  return `${head}…`
}

/** The text cut to at most `limit` characters (code points), ending in `…` when something was cut. */
export function clipCharacters(text: string, limit: number): string {
  const characters = [...text]
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`
}
