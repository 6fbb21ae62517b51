/** Floor 7: the operator's commands. What they work on is handed in by `src/cli.ts`. */
export { runCli } from './run.ts'
export type { RemindWish, Terminal, WecomCheck, World } from './world.ts'
