/** Floor 7: simulator mode. A phone in the browser that talks to the bot through a fake WeCom server. */
export type {
  MovableClock,
  OfficeMember,
  SimulatorMemory,
  SimulatorPorts,
  SurveyLink,
} from './ports.ts'
export { createSimulator, type Simulator } from './simulator.ts'
