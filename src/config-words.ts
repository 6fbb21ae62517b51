import { loadWording, type Wording } from './base/index.ts'

/** Every variable, in the order of INTERFACE.md. */
export const VARIABLES = [
  'PORT',
  'HOST',
  'PUBLIC_ORIGIN',
  'DATABASE_URL',
  'DATA_DIR',
  'WECOM_CORP_ID',
  'WECOM_AGENT_ID',
  'WECOM_SECRET',
  'WECOM_TOKEN',
  'WECOM_ENCODING_AES_KEY',
  'WECOM_KF_ID',
  'WECOM_BIND_LINKS',
  'WECOM_API_BASE',
  'WECOM_OPEN_BASE',
  'WECOM_LOGIN_BASE',
  'APP_SECRET',
  'CASE_KEY',
  'SIMULATOR',
  'LOG_LEVEL',
] as const

/** The name of a variable. */
export type Variable = (typeof VARIABLES)[number]

const SENTENCES = {
  title: ['count'],
  'missing-wecom': ['name'],
  'missing-origin': [],
  'missing-secret': [],
  'short-secret': [],
  'short-case-key': [],
  'same-case-key': [],
  'bad-port': ['value'],
  'bad-host': ['value'],
  'bad-origin': ['value'],
  'bad-base': ['name', 'value'],
  'bad-database': [],
  'bad-agent': ['value'],
  'bad-corp': ['value'],
  'bad-kf-id': ['value'],
  'kf-alone': [],
  'bad-token': [],
  'bad-aes-key': ['length'],
  'bad-wecom-secret': [],
  'bad-bind-links': ['value'],
  'bad-simulator': ['value'],
  'bad-log-level': ['value', 'choices'],
  'open-host': ['value'],
  'open-origin': ['value'],
  'env-example': [],
  default: ['default'],
  'table-head': [],
} as const

type About = `about-${Variable}` | `default-${Variable}`
type Sentence = keyof typeof SENTENCES | About

let wording: Wording<Sentence> | undefined

/** The sentences of conversations/operator/config.yaml. */
export function configWords(): Wording<Sentence> {
  // Object.fromEntries forgets its keys; they are the About keys by construction.
  const about = Object.fromEntries(
    VARIABLES.flatMap((name) => [
      [`about-${name}`, []],
      [`default-${name}`, []],
    ]),
  ) as unknown as Record<About, readonly string[]>
  wording ??= loadWording<Sentence>(['operator', 'config.yaml'], { ...SENTENCES, ...about })
  return wording
}

/** A variable as documents show it. */
export interface VariableFacts {
  readonly name: Variable
  readonly meaning: string
  /** Empty where there is none. */
  readonly default: string
}

/** All variables with meaning and default, for README and .env.example. */
export function describeVariables(): VariableFacts[] {
  const { say } = configWords()
  return VARIABLES.map((name) => ({
    name,
    meaning: say(`about-${name}`),
    default: say(`default-${name}`),
  }))
}

/** The text of `.env.example`. */
export function envExample(): string {
  const { say } = configWords()
  const blocks = describeVariables().map((variable) => {
    const shown =
      variable.default === '' ? '' : `（${say('default', { default: variable.default })}）`
    return `# ${variable.meaning}${shown}\n#${variable.name}=\n`
  })
  return [`# ${say('env-example')}\n`, ...blocks].join('\n')
}

/** The table of README.zh-CN.md. */
export function variablesTable(): string {
  const rows = describeVariables().map(
    (variable) => `| \`${variable.name}\` | ${variable.meaning} | ${variable.default || '–'} |`,
  )
  return [configWords().say('table-head'), '|---|---|---|', ...rows].join('\n')
}
