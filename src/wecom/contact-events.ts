import { z } from 'zod'
import { elementText, parseXml } from './xml.ts'

/** Somebody in 微信 became a member's external contact, or is one no more (doc 92130). */
export interface ContactChange {
  readonly kind: 'added' | 'ended'
  /** The member, in lower case. */
  readonly userKey: string
  readonly customer: string
  /** Of the way by which she came; empty where she came by none of ours. */
  readonly state: string
  /** Whole seconds. */
  readonly at: Date
}

const KINDS: ReadonlyMap<string, ContactChange['kind']> = new Map([
  ['add_external_contact', 'added'],
  // Added without the member's having to agree; she counts as a contact from here on.
  ['add_half_external_contact', 'added'],
  ['del_external_contact', 'ended'],
  ['del_follow_user', 'ended'],
])

const schema = z.object({
  msgtype: elementText.pipe(z.string().regex(/^event$/i)),
  event: elementText.pipe(z.literal('change_external_contact')),
  changetype: elementText,
  userid: elementText.pipe(z.string().min(1).max(64)),
  externaluserid: elementText.pipe(z.string().min(1).max(128)),
  state: elementText.optional().default(''),
  createtime: elementText.pipe(z.string().regex(/^\d{1,10}$/)),
})

/** Reads a decrypted callback as a change of contacts; undefined for anything else, other changes included. */
export function readContactChange(xml: string): ContactChange | undefined {
  const read = schema.safeParse(parseXml(xml)).data
  const kind = read && KINDS.get(read.changetype.toLowerCase())
  if (!kind) return undefined
  return {
    kind,
    userKey: read.userid.toLowerCase(),
    customer: read.externaluserid,
    state: read.state,
    at: new Date(Number(read.createtime) * 1000),
  }
}
