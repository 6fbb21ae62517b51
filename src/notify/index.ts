/** Floor 2: the outbox. Stores pushes in the caller's transaction and sends each once; knows no procurement and no WeCom. */
export { type AppBudget, createAppBudget } from './app-budget.ts'
export { type DeadLetter, deadLetters, redrive } from './dead-letters.ts'
export { type DigestParts, digestText } from './digest.ts'
export { createDispatcher, type Dispatcher, type Every } from './dispatcher.ts'
export type { LaneMeans } from './lane.ts'
export {
  acknowledgePush,
  type Enqueued,
  enqueuePushes,
  supersedePushes,
  withdrawPushes,
} from './outbox.ts'
export {
  type AtOnce,
  type Deliver,
  type Delivery,
  type Json,
  type NewPush,
  type PushBody,
  type PushBudget,
  type PushQueue,
  type TakenPush,
  textBody,
} from './push.ts'
export { type PushBoss, pushQueues } from './queues.ts'
export {
  type JobFiling,
  readStored,
  type StoredLane,
  storedLanes,
  storingSteps,
} from './storing.ts'
