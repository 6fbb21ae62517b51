import { say } from './words.ts'

const WIDTH = 720
const HEIGHT = 960

/** A made-up first page of a contract, drawn here, as a JPEG. */
export async function samplePicture(): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d')
  if (!pen) return undefined
  const font = getComputedStyle(document.body).fontFamily
  pen.fillStyle = '#fbfaf6'
  pen.fillRect(0, 0, WIDTH, HEIGHT)
  pen.fillStyle = '#222'
  pen.textAlign = 'center'
  pen.font = `bold 46px ${font}`
  pen.fillText(say('sample-title'), WIDTH / 2, 150)
  pen.textAlign = 'left'
  pen.font = `28px ${font}`
  say('sample-lines')
    .split('／')
    .forEach((line, index) => {
      const y = 280 + index * 84
      pen.fillText(line, 80, y)
      pen.fillStyle = '#d9d4c8'
      pen.fillRect(80, y + 18, WIDTH - 160, 2)
      pen.fillStyle = '#222'
    })
  pen.strokeStyle = '#c8352d'
  pen.lineWidth = 6
  pen.beginPath()
  pen.arc(540, 780, 84, 0, 2 * Math.PI)
  pen.stroke()
  return new Promise((resolve) =>
    canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', 0.85),
  )
}
