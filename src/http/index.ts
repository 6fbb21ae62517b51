/** Bytes in, bytes out: the server, the WeCom callback, health. Pages and the simulator hand their routes in. */
export { type Answer, type CallbackPorts, callbackRoutes } from './callback.ts'
export { healthRoutes, type JobsShown, type Readiness } from './health.ts'
export type { Gate, Route } from './route.ts'
export { createHttpServer, type ServerParts } from './server.ts'
