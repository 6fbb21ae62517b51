import type { Clock, Entropy } from '../../base/index.ts'
import { type Answer, type Asked, asResponse, done, refuse } from './answers.ts'

const LIFE_MS = 3 * 24 * 3_600_000
/** Bytes of an upload, by type (doc 90253). */
const LIMITS: ReadonlyMap<string, number> = new Map([
  ['image', 10 * 1024 * 1024],
  ['voice', 2 * 1024 * 1024],
  ['video', 10 * 1024 * 1024],
  ['file', 20 * 1024 * 1024],
])

/** A file as it is kept. */
export interface KeptFile {
  readonly bytes: Buffer
  readonly contentType: string
  /** Milliseconds since 1970. */
  readonly endsAt: number
}

/** Files that WeCom keeps for three days. */
export interface FakeMedia {
  /** Keeps the bytes and gives their media id. */
  put(bytes: Buffer, contentType: string): string
  /** The file itself, while it is kept. */
  kept(mediaId: string): KeptFile | undefined
  /** Puts a file back after a restart. */
  restore(mediaId: string, file: KeptFile): void
  /** media/get (doc 90254): the bytes, or JSON with an errcode. */
  get(mediaId: string | null): Response
  /** media/upload (doc 90253): one multipart field named `media`. */
  upload(type: string | null, request: Asked): Promise<Answer>
}

/** A store without files. */
export function createMedia(clock: Clock, entropy: Entropy): FakeMedia {
  const files = new Map<string, KeptFile>()

  const put: FakeMedia['put'] = (bytes, contentType) => {
    const now = clock.now().getTime()
    for (const [id, file] of files) if (file.endsAt <= now) files.delete(id)
    const mediaId = entropy.bytes(32).toString('base64url')
    files.set(mediaId, { bytes, contentType, endsAt: now + LIFE_MS })
    return mediaId
  }

  const kept: FakeMedia['kept'] = (mediaId) => {
    const file = files.get(mediaId)
    return file && file.endsAt > clock.now().getTime() ? file : undefined
  }

  return {
    put,
    kept,
    restore(mediaId, file) {
      files.set(mediaId, file)
    },
    get(mediaId) {
      const file = kept(mediaId ?? '')
      if (!file) {
        return asResponse(refuse(40007, 'invalid media_id'))
      }
      const headers = {
        'content-type': file.contentType,
        'content-disposition': 'attachment; filename="media"',
      }
      return new Response(new Uint8Array(file.bytes), { headers })
    },
    async upload(type, request) {
      const limit = LIMITS.get(type ?? '')
      if (limit === undefined) return refuse(40004, 'invalid media type')
      const form = await request.formData().catch(() => undefined)
      const file = form?.get('media')
      if (!(file instanceof File)) return refuse(44001, 'empty media data')
      if (file.size <= 5 || file.size > limit) return refuse(40006, 'invalid media size')
      const bytes = Buffer.from(await file.arrayBuffer())
      const created = String(Math.floor(clock.now().getTime() / 1000))
      return done({ type, media_id: put(bytes, file.type), created_at: created })
    },
  }
}
