/** Runs the tasks of one person one after another; different people do not wait for each other. */
export interface PersonQueue {
  run<T>(person: string, task: () => Promise<T>): Promise<T>
  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void>
}

/** One person's messages keep their order, and hold at most one database connection. */
export function createPersonQueue(): PersonQueue {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run(person, task) {
      const before = tails.get(person) ?? Promise.resolve()
      const run = before.then(task, task)
      // The queue goes on after a failure; whoever called `run` hears of it.
      const tail = run.catch(() => undefined)
      tails.set(person, tail)
      void tail.then(() => {
        if (tails.get(person) === tail) tails.delete(person)
      })
      return run
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}
