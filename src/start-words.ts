import { loadWording } from './base/index.ts'

/** What the terminal says (conversations/operator/start.yaml). */
export const startWords = loadWording(['operator', 'start.yaml'], {
  help: [],
  starting: [],
  'database-embedded': ['folder'],
  'database-external': [],
  'demo-loaded': ['units', 'people', 'projects'],
  office: ['units', 'people', 'projects'],
  'office-empty': [],
  'clock-moved': ['now'],
  'mode-real': ['origin'],
  simulator: ['url'],
  ready: ['seconds'],
  stopping: [],
  stopped: [],
  forced: [],
  'parent-gone': [],
})
