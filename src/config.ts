import { resolve } from 'node:path'
import { z } from 'zod'
import { ok, projectRoot, type Result, refused } from './base/index.ts'
import { configWords, type Variable } from './config-words.ts'

/** The self-built app of 企业微信. */
export interface WecomApp {
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly token: string
  readonly encodingAesKey: string
  /** open_kfid of the 微信客服 account for suppliers; absent: 微信客服 is off. */
  readonly kfId?: string
}

/** What the variables say. */
export interface Config {
  readonly host: string
  readonly port: number
  /** How phones reach us, without a slash at the end. */
  readonly publicOrigin: string
  /** Absent: the embedded database. */
  readonly databaseUrl?: string
  readonly dataDir: string
  readonly apiBase: string
  readonly openBase: string
  readonly loginBase: string
  /** A survey link that was sent to one 微信 account opens for it alone. */
  readonly bindLinks: boolean
  readonly logLevel: string
  /** The first signs, all verify. Absent in simulator mode without APP_SECRET: see simulatorSecrets. */
  readonly appSecrets?: readonly string[]
  /** The first seals, all open. Absent: no channel for complaints; in simulator mode see simulatorSecrets. */
  readonly caseKeys?: readonly [string, ...string[]]
  /** Absent: simulator mode. */
  readonly wecom?: WecomApp
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|\[::1\]|localhost)$/i
const WECOM = [
  'WECOM_CORP_ID',
  'WECOM_AGENT_ID',
  'WECOM_SECRET',
  'WECOM_TOKEN',
  'WECOM_ENCODING_AES_KEY',
] as const
const SHORTEST_SECRET = 32

type Env = Readonly<Record<string, string | undefined>>
type Say = ReturnType<typeof configWords>['say']

/** An address, with its slash at the end gone. */
const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))
const origin = address.refine((text) => new URL(text).pathname === '/' && !/[?#]/.test(text))

function schemaOf(say: Say) {
  const problem = (text: (value: string) => string) => ({
    error: (issue: { input?: unknown }) => text(String(issue.input ?? '')),
  })
  const matching = (pattern: RegExp, text: (value: string) => string) =>
    z.string().regex(pattern, problem(text)).exactOptional()
  const url = (schema: z.ZodType<string, string>, text: (value: string) => string) =>
    z
      .string()
      .refine((value) => schema.safeParse(value).success, problem(text))
      .transform((value) => value.replace(/\/+$/, ''))
  const base = (name: Variable, official: string) =>
    url(address, (value) => say('bad-base', { name, value })).default(official)
  return z.object({
    PORT: z
      .string()
      .regex(
        /^\d{1,5}$/,
        problem((value) => say('bad-port', { value })),
      )
      .transform(Number)
      .refine(
        (port) => port <= 65_535,
        problem((value) => say('bad-port', { value })),
      )
      .default(3000),
    HOST: matching(/^(?:[A-Za-z0-9.-]+|\[?[0-9A-Fa-f:.]+\]?)$/, (value) =>
      say('bad-host', { value }),
    ),
    PUBLIC_ORIGIN: url(origin, (value) => say('bad-origin', { value })).exactOptional(),
    DATABASE_URL: matching(/^postgres(?:ql)?:\/\/\S+$/, () => say('bad-database')),
    DATA_DIR: z.string().exactOptional(),
    WECOM_CORP_ID: matching(/^[A-Za-z0-9_-]+$/, (value) => say('bad-corp', { value })),
    WECOM_AGENT_ID: matching(/^\d{1,10}$/, (value) => say('bad-agent', { value })),
    WECOM_SECRET: matching(/^\S+$/, () => say('bad-wecom-secret')),
    WECOM_TOKEN: matching(/^[A-Za-z0-9]{1,32}$/, () => say('bad-token')),
    WECOM_ENCODING_AES_KEY: matching(/^[A-Za-z0-9]{43}$/, (value) =>
      say('bad-aes-key', { length: value.length }),
    ),
    WECOM_KF_ID: matching(/^[A-Za-z0-9_-]{1,64}$/, (value) => say('bad-kf-id', { value })),
    WECOM_BIND_LINKS: z
      .enum(
        ['on', 'off'],
        problem((value) => say('bad-bind-links', { value })),
      )
      .exactOptional(),
    WECOM_API_BASE: base('WECOM_API_BASE', say('default-WECOM_API_BASE')),
    WECOM_OPEN_BASE: base('WECOM_OPEN_BASE', say('default-WECOM_OPEN_BASE')),
    WECOM_LOGIN_BASE: base('WECOM_LOGIN_BASE', say('default-WECOM_LOGIN_BASE')),
    APP_SECRET: z
      .string()
      .transform((text) => text.split(',').map((secret) => secret.trim()))
      .refine((secrets) => secrets.every((s) => s.length >= SHORTEST_SECRET), say('short-secret'))
      .exactOptional(),
    CASE_KEY: z
      .string()
      .transform((text) => text.split(',').map((secret) => secret.trim()))
      .refine(
        (secrets) => secrets.every((s) => Buffer.byteLength(s) >= SHORTEST_SECRET),
        say('short-case-key'),
      )
      .exactOptional(),
    SIMULATOR: matching(/^on$/, (value) => say('bad-simulator', { value })),
    LOG_LEVEL: z
      .enum(
        LOG_LEVELS,
        problem((value) => say('bad-log-level', { value, choices: LOG_LEVELS.join('、') })),
      )
      .default('info'),
  })
}

/** The variables that are set; an empty one counts as not set (systemd and .env files leave such). */
function filledIn(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value.trim() === '' ? [] : [[name, value.trim()]],
    ),
  )
}

/**
 * Reads the variables (INTERFACE.md “Variables”). Refused with every mistake at once, each a plain Chinese
 * sentence; secrets are never repeated in one. `rules: cli` leaves out what only a listening server needs.
 */
export function readConfig(env: Env, rules: 'server' | 'cli' = 'server'): Result<Config, string[]> {
  const { say } = configWords()
  const given = filledIn(env)
  const parsed = schemaOf(say).safeParse(given)
  const mistakes = parsed.error?.issues.map((issue) => issue.message) ?? []
  const isReal = WECOM.some((name) => given[name] !== undefined)
  mistakes.push(
    ...(!isReal && given.WECOM_KF_ID !== undefined ? [say('kf-alone')] : []),
    ...(isReal ? missingInReal(given, say) : rules === 'server' ? exposed(given, say) : []),
  )
  // A key that signs links lies in more hands than one that opens complaints.
  const [caseKey, ...olderKeys] = parsed.data?.CASE_KEY ?? []
  if (parsed.data?.APP_SECRET?.some((secret) => secret === caseKey || olderKeys.includes(secret)))
    mistakes.push(say('same-case-key'))
  if (!parsed.success || mistakes.length > 0) return refused([...new Set(mistakes)])
  const set = parsed.data
  const host = set.HOST ?? (isReal ? '0.0.0.0' : '127.0.0.1')
  return ok({
    host,
    port: set.PORT,
    publicOrigin: set.PUBLIC_ORIGIN ?? `http://127.0.0.1:${set.PORT}`,
    dataDir: set.DATA_DIR === undefined ? resolve(projectRoot, 'data') : resolve(set.DATA_DIR),
    apiBase: set.WECOM_API_BASE,
    openBase: set.WECOM_OPEN_BASE,
    loginBase: set.WECOM_LOGIN_BASE,
    // The simulator plays 微信 itself; elsewhere a domain must be trusted first.
    bindLinks: set.WECOM_BIND_LINKS === 'on' || (set.WECOM_BIND_LINKS === undefined && !isReal),
    logLevel: set.LOG_LEVEL,
    ...(set.DATABASE_URL !== undefined && { databaseUrl: set.DATABASE_URL }),
    ...(set.APP_SECRET && { appSecrets: set.APP_SECRET }),
    ...(caseKey !== undefined && { caseKeys: [caseKey, ...olderKeys] as const }),
    ...(isReal && {
      wecom: {
        corpId: set.WECOM_CORP_ID ?? '',
        agentId: set.WECOM_AGENT_ID ?? '',
        secret: set.WECOM_SECRET ?? '',
        token: set.WECOM_TOKEN ?? '',
        encodingAesKey: set.WECOM_ENCODING_AES_KEY ?? '',
        ...(set.WECOM_KF_ID !== undefined && { kfId: set.WECOM_KF_ID }),
      },
    }),
  })
}

function missingInReal(given: Env, say: Say): string[] {
  return [
    ...WECOM.filter((name) => given[name] === undefined).map((name) =>
      say('missing-wecom', { name }),
    ),
    ...(given.PUBLIC_ORIGIN === undefined ? [say('missing-origin')] : []),
    ...(given.APP_SECRET === undefined ? [say('missing-secret')] : []),
  ]
}

/** Simulator mode lets anybody be anybody, so it stays on this machine unless told otherwise. */
function exposed(given: Env, say: Say): string[] {
  if (given.SIMULATOR === 'on') return []
  const { HOST: host, PUBLIC_ORIGIN: value } = given
  return [
    ...(host !== undefined && !LOOPBACK.test(host) ? [say('open-host', { value: host })] : []),
    ...(value !== undefined ? [say('open-origin', { value })] : []),
  ]
}

/** All mistakes as one text for the terminal. */
export function mistakesText(mistakes: readonly string[]): string {
  return [
    configWords().say('title', { count: mistakes.length }),
    ...mistakes.map((m) => `- ${m}`),
  ].join('\n')
}
