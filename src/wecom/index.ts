/** Floor 1: 企业微信 on the wire. Envelopes, messages in and out, the API's client; knows nothing of procurement. */
export {
  APP_BUDGET,
  createMemberBudget,
  type Lane,
  type MemberBudget,
  minutesToAvoid,
} from './budget.ts'
export {
  buttonCard,
  type CardButton,
  type CardOption,
  type CardRow,
  type CardSelect,
  noticeCard,
  selectCard,
  type TemplateCard,
  voteCard,
} from './cards.ts'
export {
  type CardUpdate,
  createWecomClient,
  type SendOutcome,
  type UpdateOutcome,
  type WecomClient,
} from './client.ts'
export type { ContactClient } from './contact-client.ts'
export { type ContactChange, readContactChange } from './contact-events.ts'
export {
  type CallbackKeys,
  callbackKeys,
  encrypt,
  isEncodingAesKey,
  type Opened,
  open,
  type Sealed,
  signatureOf,
} from './crypto.ts'
export { openCallback, openVerification, type Received, sealReply } from './envelope.ts'
export { classOf, type ErrorClass, errorCodes, type Failure, redacted } from './errors.ts'
export type { Fetch, FileAnswer, HttpAnswer, HttpAsk, TooLarge, Unknown } from './exchange.ts'
export { foreignHtml, foreignLine, foreignMarkdown, foreignText } from './foreign.ts'
export {
  type Inbound,
  type InboundBody,
  type InboundHead,
  readInbound,
  type SelectedItem,
} from './inbound.ts'
export {
  type KfBody,
  type KfChoice,
  type KfClient,
  type KfPage,
  withSceneParam,
} from './kf-client.ts'
export { type KfItem, type KfNotice, readKfNotice } from './kf-items.ts'
export { CARD_COUNTS, TEXT_BYTES } from './limits.ts'
export {
  cardMessage,
  type MessageBody,
  markdownMessage,
  requestJson,
  type SendRequest,
  textMessage,
  textMessages,
} from './messages.ts'
export { passiveText } from './passive.ts'
export { pooledFetch } from './pooled-fetch.ts'
export { createTokenCache } from './token.ts'
export { type Visitor, type VisitorClient, visitorPage } from './visitor-client.ts'
export { cdata, parseXml, XML_LIMIT } from './xml.ts'
