import { vi } from 'vitest'

/** Waits whose time passes only when a test says so. */
export interface HandWait {
  readonly wait: (ms: number) => Promise<void>
  /** Lets so many milliseconds pass for everyone who is waiting. */
  pass(ms: number): void
  /** Ends all waits; later ones take real time. */
  letGo(): void
  /** Resolves when somebody waits for so long; rejects when nobody comes to. */
  somebodyWaits(ms: number): Promise<void>
}

/** Nobody waits yet. */
export function handWait(): HandWait {
  let waiting: { readonly asked: number; left: number; readonly go: () => void }[] = []
  let free = false
  return {
    wait: (ms) =>
      new Promise((go) => {
        if (free) setTimeout(go, ms).unref()
        else waiting.push({ asked: ms, left: ms, go })
      }),
    pass(ms) {
      for (const one of waiting) one.left -= ms
      const over = waiting.filter((one) => one.left <= 0)
      waiting = waiting.filter((one) => one.left > 0)
      for (const one of over) one.go()
    },
    letGo() {
      free = true
      for (const { go } of waiting.splice(0)) go()
    },
    somebodyWaits: (ms) =>
      vi.waitFor(
        () => {
          if (!waiting.some((one) => one.asked === ms)) throw new Error(`nobody waits ${ms} ms`)
        },
        { timeout: 10_000, interval: 10 },
      ),
  }
}
