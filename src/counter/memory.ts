import { z } from 'zod'
import type { Draft } from '../dialogue/index.ts'

/** A draft was checked when the engine made it and only the engine writes it; here its envelope suffices. */
const storedDraft = z.custom<Draft>(
  (value) => typeof value === 'object' && value !== null && 'id' in value && 'step' in value,
)

const line = z.object({
  /** The engine's button; `choose` with an option. */
  key: z.string(),
  option: z.string().optional(),
})

/** A menu that was shown, so that a tap on it can be told from one on another. */
const menu = z.object({
  draftId: z.string().optional(),
  about: z.record(z.string(), z.unknown()).optional(),
  lines: z.record(z.string(), line),
})
export type ShownMenu = z.infer<typeof menu>

const shape = z.object({
  drafts: z.array(storedDraft).default([]),
  /** Latest last. */
  menus: z.array(menu).default([]),
  /** How many menus were shown in all: part of each line's id. */
  count: z.number().default(0),
  /** What was shown of the news since `offeredAt`. */
  offered: z.array(z.string()).default([]),
})

/** What is remembered of a customer's conversation. */
export type Memory = z.infer<typeof shape>

/** Reads the stored column. */
export const memoryIn = (stored: unknown): Memory => shape.parse(stored)

/** Menus that can still be tapped with a meaning. */
const KEPT = 8

/** With one more menu, and only as many as are of use. */
export function withMenu(memory: Memory, shown: ShownMenu): Memory {
  return { ...memory, count: memory.count + 1, menus: [...memory.menus, shown].slice(-KEPT) }
}
