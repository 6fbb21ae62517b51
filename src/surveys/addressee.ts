import { createHmac } from 'node:crypto'

/** The 微信 account that a link was sent to. */
export interface Addressee {
  readonly hash: string
  /** WeCom names it when it opens a page: it was a member's external contact when the link was sent. */
  readonly isNamed: boolean
}

/**
 * What is kept of the account. The key is the link's token, which is stored nowhere: whoever reads the database can
 * neither tell the account nor try accounts until one fits.
 */
export const addresseeHash = (token: string, externalUserid: string): string =>
  createHmac('sha256', token).update(externalUserid).digest('hex')

/**
 * Whether a link is for whoever opens it. `unnamed`: WeCom did not name her, and did not name the addressee either:
 * that of somebody who only writes to 微信客服 it never does.
 */
export function isAddressee(
  token: string,
  addressee: Addressee,
  externalUserid: string | undefined,
): 'yes' | 'no' | 'unnamed' | 'parted' {
  if (externalUserid === undefined) return addressee.isNamed ? 'parted' : 'unnamed'
  return addresseeHash(token, externalUserid) === addressee.hash ? 'yes' : 'no'
}
