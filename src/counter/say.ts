import type { Reply } from '../dialogue/index.ts'
import type { Memory } from './memory.ts'
import { withMenu } from './memory.ts'
import { menued } from './menus.ts'
import { enqueueKf, type NewKfPush } from './outbox.ts'
import type { CounterTurn } from './parts.ts'
import { wording } from './wording.ts'

/** Replies on their way to a customer, and what has to be remembered of their menus. */
export interface Saying {
  readonly memory: Memory
  readonly pushes: readonly NewKfPush[]
}

/** Words replies one after another. `key` makes each once-only; a greeting is carried by its code. */
export function saying(
  customerId: number,
  memory: Memory,
  replies: readonly Reply[],
  { key, welcome }: { readonly key: string; readonly welcome?: NewKfPush['welcome'] },
): Saying {
  let remembered = memory
  const pushes: NewKfPush[] = []
  for (const reply of replies) {
    const { bodies, menu } = menued(reply, remembered.count, wording.say('short'))
    if (menu) remembered = withMenu(remembered, menu)
    for (const body of bodies)
      pushes.push({
        customerId,
        body,
        dedupeKey: `${key}/${pushes.length}`,
        ...(welcome && pushes.length === 0 && { welcome }),
      })
  }
  return { memory: remembered, pushes }
}

/** Stores the messages of a saying. */
export async function store({ tx, parts, at }: CounterTurn, said: Saying): Promise<void> {
  await enqueueKf(tx, said.pushes, { entropy: parts.entropy, at })
}
