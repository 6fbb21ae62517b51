import { systemEntropy } from '../../src/base/index.ts'
import { callbackKeys, cdata, encrypt, signatureOf } from '../../src/wecom/index.ts'
import { TEST_APP } from './wecom.ts'

/** What an envelope may be sealed with; the test app's own unless given. */
export interface Sealing {
  readonly token?: string
  readonly encodingAesKey?: string
  readonly receiveId?: string
  /** Seconds since 1970 in the query. */
  readonly timestamp?: string
}

/** A callback as WeCom sends it. */
export interface Envelope {
  readonly query: URLSearchParams
  readonly ciphertext: string
  readonly body: string
}

/** Seals a plaintext as WeCom does, or as somebody does who does not know the secrets. */
export function sealed(plaintext: string, given: Sealing = {}): Envelope {
  const token = given.token ?? TEST_APP.token
  const receiveId = given.receiveId ?? TEST_APP.corpId
  const encodingAesKey = given.encodingAesKey ?? TEST_APP.aesKey
  const keys = callbackKeys({ token, encodingAesKey, receiveId })
  const ciphertext = encrypt(keys, plaintext, systemEntropy.bytes(16))
  const timestamp = given.timestamp ?? '1789000000'
  const nonce = systemEntropy.bytes(5).toString('hex')
  const msg_signature = signatureOf(token, timestamp, nonce, ciphertext)
  return {
    ciphertext,
    query: new URLSearchParams({ msg_signature, timestamp, nonce }),
    body: `<xml><ToUserName>${cdata(receiveId)}</ToUserName><Encrypt>${cdata(ciphertext)}</Encrypt></xml>`,
  }
}

/** The plaintext of a chat message. `at` in seconds since 1970. */
export function chatXml(userId: string, content: string, at: number, msgId: string): string {
  return `<xml><ToUserName>${cdata(TEST_APP.corpId)}</ToUserName><FromUserName>${cdata(userId)}</FromUserName><CreateTime>${at}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>${cdata(content)}</Content><MsgId>${msgId}</MsgId><AgentID>${TEST_APP.agentId}</AgentID></xml>`
}

/** The plaintext of a tap on a card's button. Its response code is nobody's: the card stays as it is. */
export function tapXml(userId: string, taskId: string, key: string, at: number): string {
  return `<xml><ToUserName>${cdata(TEST_APP.corpId)}</ToUserName><FromUserName>${cdata(userId)}</FromUserName><CreateTime>${at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event><EventKey>${cdata(key)}</EventKey><TaskId>${cdata(taskId)}</TaskId><CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[made-up]]></ResponseCode><AgentID>${TEST_APP.agentId}</AgentID></xml>`
}
