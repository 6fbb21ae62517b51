import { z } from 'zod'
import type { Logger } from '../base/index.ts'
import { cardSchema, type FakeWecom, type PhoneItem } from './fake-wecom/index.ts'
import type { SimulatorMemory } from './ports.ts'

/** Entries saved a phone. */
const SAVED = 150
const PHONE = 'phone.'
const PICTURE = 'picture.'
/** How long a failed saving rests. */
const REST_MS = 5_000

const entry = { id: z.int(), version: z.int(), at: z.coerce.date() }
const member = { ...entry, from: z.literal('member') }
const app = { ...entry, from: z.literal('app') }
const itemSchema = z.union([
  z.strictObject({ ...member, kind: z.literal('text'), text: z.string() }),
  z.strictObject({ ...member, kind: z.literal('image'), mediaId: z.string() }),
  z.strictObject({ ...member, kind: z.literal('other'), type: z.string() }),
  z.strictObject({
    ...app,
    kind: z.enum(['text', 'markdown']),
    text: z.string(),
    via: z.enum(['passive', 'send']),
  }),
  z.strictObject({
    ...app,
    kind: z.literal('menu'),
    text: z.string(),
    tail: z.string(),
    choices: z.array(
      z.strictObject({
        label: z.string(),
        id: z.string().exactOptional(),
        url: z.string().exactOptional(),
      }),
    ),
  }),
  z.strictObject({
    ...app,
    kind: z.literal('card'),
    taskId: z.string().exactOptional(),
    card: cardSchema,
    grey: z.string().exactOptional(),
    updates: z.int(),
  }),
])
const pictureSchema = z.object({ bytes: z.base64(), contentType: z.string(), endsAt: z.number() })

/** Keeps what phones show over a restart. */
export interface ChatMemory {
  /** Puts everything back. What an older version wrote and this one cannot read is left out. */
  restore(): Promise<void>
  /** Saves a phone soon; savings never overlap, and what changes meanwhile is saved with the next. */
  changed(userId: string, item: PhoneItem): void
  /** Resolves when everything is saved, or could not be. */
  settled(): Promise<void>
}

/** The memory of a fake server's phones. */
export function createChatMemory(
  fake: Pick<FakeWecom, 'phone' | 'restore' | 'kept' | 'restorePicture'>,
  memory: SimulatorMemory,
  log: Logger,
): ChatMemory {
  let dirty = new Map<string, () => unknown>()
  let saving: Promise<void> | undefined
  let resting: NodeJS.Timeout | undefined

  async function saveAll(): Promise<void> {
    while (dirty.size > 0) {
      const now = dirty
      dirty = new Map()
      try {
        await memory.save(new Map([...now].map(([key, value]) => [key, value()])))
      } catch (error) {
        log.warn({ err: error }, 'phones not saved')
        dirty = new Map([...now, ...dirty])
        resting = setTimeout(start, REST_MS)
        resting.unref()
        return
      }
    }
  }
  function start(): void {
    clearTimeout(resting)
    resting = undefined
    saving ??= saveAll().finally(() => {
      saving = undefined
      if (dirty.size > 0 && !resting) start()
    })
  }

  return {
    async restore() {
      const rows = [...(await memory.load())]
      const read = <T>(
        prefix: string,
        schema: z.ZodType<T>,
        put: (id: string, value: T) => void,
      ) => {
        for (const [key, json] of rows) {
          if (!key.startsWith(prefix)) continue
          const parsed = schema.safeParse(json)
          if (parsed.success) put(key.slice(prefix.length), parsed.data)
          else log.warn({ key }, 'a saved phone cannot be read')
        }
      }
      read(PICTURE, pictureSchema, (id, { bytes, ...file }) => {
        fake.restorePicture(id, { ...file, bytes: Buffer.from(bytes, 'base64') })
        if (!fake.kept(id)) dirty.set(`${PICTURE}${id}`, () => null)
      })
      read(PHONE, z.array(itemSchema), fake.restore)
      if (dirty.size > 0) start()
    },
    changed(userId, item) {
      dirty.set(`${PHONE}${userId}`, () => asJson(fake.phone(userId).slice(-SAVED)))
      if (item.kind === 'image') {
        const file = fake.kept(item.mediaId)
        const saved = file && { ...file, bytes: file.bytes.toString('base64') }
        if (saved) dirty.set(`${PICTURE}${item.mediaId}`, () => saved)
      }
      start()
    },
    async settled() {
      await saving
      clearTimeout(resting)
    },
  }
}

/** Dates as texts, nothing undefined: what a JSON column takes. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
