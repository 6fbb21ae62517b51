/** A fake WeCom server: the documented protocol, with the phones of the members. */
export type { ApiCall } from './api.ts'
export type { CallbackOutcome } from './callbacks.ts'
export { canBeTapped, type FakeCard, keysOf } from './card-rules.ts'
export { createFakeWecom, type FakeWecom, type FakeWecomOptions } from './fake-wecom.ts'
export type { Fault } from './faults.ts'
export type { PhoneCard, PhoneContent, PhoneItem } from './phone.ts'
export type { Standing } from './send.ts'
