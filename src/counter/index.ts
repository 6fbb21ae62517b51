/** Floor 6: 微信客服, where suppliers and agencies come: fetched once each, answered within WeCom's budgets. */
export { type ContactsRefused, contactsRefused } from './contact-book.ts'
export { type Contacts, openContacts } from './contacts.ts'
export { type Counter, openCounter } from './counter.ts'
export { loadSupplierConversations, supplierNames } from './host.ts'
export type { CounterMeans } from './parts.ts'
export { loadCounterPolicy } from './policy.ts'
export { loadSupplierWords } from './words.ts'
