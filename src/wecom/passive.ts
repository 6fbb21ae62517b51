import { clipBytes } from '../base/index.ts'
import { TEXT_BYTES } from './limits.ts'
import { cdata } from './xml.ts'

/** Who answers whom, and when. */
export interface PassiveHead {
  readonly corpId: string
  readonly userId: string
  readonly at: Date
}

/**
 * The plaintext of a passive text reply (doc 90241), to be sealed with sealReply.
 * A text over 2,048 bytes is cut: split longer ones before and send the rest actively.
 */
export function passiveText({ corpId, userId, at }: PassiveHead, text: string): string {
  const seconds = Math.floor(at.getTime() / 1000)
  return `<xml><ToUserName>${cdata(userId)}</ToUserName><FromUserName>${cdata(corpId)}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>${cdata(clipBytes(text, TEXT_BYTES))}</Content></xml>`
}
