/** Where messages arrive and answers leave: once each, in order, in one transaction. */
export type { Answer, CallbackAnswer } from './answer.ts'
export { deliverThrough } from './deliver.ts'
export { fetchPhotos, type PhotoMeans } from './fetch-photos.ts'
export { listMisunderstood, type Misunderstood } from './misunderstood.ts'
export { pendingMessages } from './pending.ts'
export { cleanPicture } from './picture.ts'
export { createReception, type Reception, type ReceptionParts, type Wait } from './receive.ts'
export type { TurnParts } from './turn.ts'
