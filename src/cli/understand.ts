import { type Day, officeDay } from '../base/index.ts'
import {
  type Asked,
  INTENTS,
  loadUnderstanding,
  type UnderstandOptions,
  understand,
  understandingJson,
  understandValues,
} from '../language/index.ts'
import { namesOf } from './names-of-user.ts'
import {
  choiceOption,
  dayOrInstantOption,
  RefusedError,
  readArguments,
  UsageError,
} from './usage.ts'
import { say } from './words.ts'
import type { Terminal, World } from './world.ts'

const KINDS = {
  today: 'string',
  user: 'string',
  lean: 'string',
  context: 'string',
  explain: 'boolean',
  values: 'string',
  json: 'boolean',
} as const

/** `cli understand`: one message a line on stdin, one JSON line each. */
export async function understandCommand(
  args: readonly string[],
  terminal: Terminal,
  world: World,
): Promise<number> {
  const { options } = readArguments(args, KINDS, [0, 0])
  const lean = choiceOption('--lean', options.lean ?? 'past', ['past', 'future'])
  const values =
    options.values &&
    choiceOption('--values', options.values, ['date', 'money', 'number', 'percent'])
  const context = options.context === undefined ? {} : { context: asked(options.context) }
  const today = await todayOf(options.today, world)
  const breaks = (await world.lawAtHand()).calendar.breaks()
  if (values) {
    for await (const line of terminal.lines()) {
      terminal.print(JSON.stringify(understandValues(values, line, { today, lean, breaks })))
    }
    return 0
  }
  const how: UnderstandOptions = {
    today,
    lean,
    breaks,
    lexicons: loadUnderstanding(),
    ...context,
    ...(options.user !== undefined && { names: await namesFor(options.user, today, world) }),
  }
  for await (const line of terminal.lines()) {
    const explain = options.explain === true
    terminal.print(JSON.stringify(understandingJson(understand(line, how), { explain })))
  }
  return 0
}

async function todayOf(text: string | undefined, world: World): Promise<Day> {
  if (text !== undefined) return dayOrInstantOption('--today', text)
  return officeDay((await world.clock()).now())
}

function asked(text: string): Asked {
  const [intentText, slot, more] = text.split(':')
  const intent = INTENTS.find((known) => known === intentText)
  if (!intent || !slot || more !== undefined) throw new UsageError(say('bad-context'))
  return { intent, slot }
}

async function namesFor(userid: string, today: Day, world: World) {
  const database = await world.database()
  const names = await database.transaction((tx) => namesOf(tx, userid, today))
  if (!names) throw new RefusedError(say('no-such-person', { userid }))
  return names
}
