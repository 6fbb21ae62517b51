import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot, systemEntropy } from '../../src/base/index.ts'
import { readConfig } from '../../src/config.ts'
import { envExample, VARIABLES, variablesTable } from '../../src/config-words.ts'
import { simulatorSecrets } from '../../src/simulator-secrets.ts'
import { isEncodingAesKey } from '../../src/wecom/index.ts'

const REAL = {
  WECOM_CORP_ID: 'ww1234567890abcdef',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'some-secret',
  WECOM_TOKEN: 'QDG6eK',
  WECOM_ENCODING_AES_KEY: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  PUBLIC_ORIGIN: 'https://cg.example.gov.cn',
  APP_SECRET: 'x'.repeat(32),
}

const mistakes = (env: Record<string, string>): readonly string[] => {
  const read = readConfig(env)
  return read.ok ? [] : read.error
}

describe('variables', () => {
  it('that are all absent, or empty, mean the simulator on this machine', () => {
    expect(readConfig({ HOST: '', WECOM_TOKEN: ' ' })).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 3000,
        publicOrigin: 'http://127.0.0.1:3000',
        dataDir: join(projectRoot, 'data'),
        apiBase: 'https://qyapi.weixin.qq.com',
        openBase: 'https://open.weixin.qq.com',
        loginBase: 'https://login.work.weixin.qq.com',
        bindLinks: true,
        logLevel: 'info',
      },
    })
  })

  it('of a real app are taken over; http and loopback bases are allowed, secrets rotate', () => {
    const read = readConfig({
      ...REAL,
      WECOM_API_BASE: 'http://127.0.0.1:9000/',
      PUBLIC_ORIGIN: 'http://127.0.0.1:3000/',
      APP_SECRET: `${'a'.repeat(32)}, ${'b'.repeat(40)}`,
    })
    expect(read).toMatchObject({
      ok: true,
      value: {
        host: '0.0.0.0',
        publicOrigin: 'http://127.0.0.1:3000',
        apiBase: 'http://127.0.0.1:9000',
        appSecrets: ['a'.repeat(32), 'b'.repeat(40)],
        bindLinks: false,
        wecom: { corpId: REAL.WECOM_CORP_ID, agentId: '1000002' },
      },
    })
  })

  it('that are half a real app are refused, each missing or malformed one named, secrets not repeated', () => {
    const found = mistakes({
      WECOM_CORP_ID: 'ww1',
      WECOM_ENCODING_AES_KEY: 'tooshort',
      APP_SECRET: 'hunter2',
      PORT: '70000',
    })
    expect(found.map((sentence) => sentence.split(' ')[0])).toEqual([
      'PORT',
      'WECOM_ENCODING_AES_KEY',
      'APP_SECRET',
      'WECOM_AGENT_ID',
      'WECOM_SECRET',
      'WECOM_TOKEN',
      'PUBLIC_ORIGIN',
    ])
    expect(found.join()).not.toMatch(/hunter2|tooshort/)
    expect(found.join()).toContain('现在是 8 位')
  })

  it('that would open the simulator to others are refused unless SIMULATOR=on', () => {
    for (const open of [
      { HOST: '0.0.0.0' },
      { HOST: '10.0.0.5' },
      { PUBLIC_ORIGIN: 'https://x.example' },
    ]) {
      expect(mistakes(open)).toHaveLength(1)
      expect(mistakes({ ...open, SIMULATOR: 'on' })).toEqual([])
    }
    for (const HOST of ['127.0.0.1', '::1', 'localhost']) expect(mistakes({ HOST })).toEqual([])
  })

  it.each([
    ['PORT', '80a'],
    ['HOST', 'http://x'],
    ['PUBLIC_ORIGIN', 'https://x.example/path'],
    ['PUBLIC_ORIGIN', 'ftp://x.example'],
    ['DATABASE_URL', 'mysql://x'],
    ['WECOM_API_BASE', 'qyapi.weixin.qq.com'],
    ['WECOM_AGENT_ID', 'abc'],
    ['WECOM_TOKEN', 'with space'],
    ['WECOM_BIND_LINKS', 'yes'],
    ['SIMULATOR', 'yes'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is named', (name, value) => {
    const found = mistakes({ ...REAL, [name]: value })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(name)
  })
})

describe('documents', () => {
  it('.env.example is what the schema says', async () => {
    expect(await readFile(join(projectRoot, '.env.example'), 'utf8')).toBe(envExample())
    for (const name of VARIABLES) expect(variablesTable()).toContain(`| \`${name}\` |`)
  })
})

describe("the simulator's secrets", () => {
  it('are made once, private, and good for the envelope', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'caixiaozhu-secrets-'))
    try {
      const [one, two] = await Promise.all([
        simulatorSecrets(folder, systemEntropy),
        simulatorSecrets(folder, systemEntropy),
      ])
      expect(two).toEqual(one)
      expect(await simulatorSecrets(folder, systemEntropy)).toEqual(one)
      expect(isEncodingAesKey(one.app.encodingAesKey)).toBe(true)
      expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
