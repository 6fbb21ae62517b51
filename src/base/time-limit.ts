/**
 * Runs something that a signal can break off, for so many milliseconds at most; then the signal carries a
 * TimeoutError. Cheaper than `AbortSignal.timeout` where most runs end in time: that one goes off whatever happened,
 * and keeps everything it was handed to until then.
 */
export async function withinTime<T>(
  milliseconds: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const timer = setTimeout(
    () => limit.abort(new DOMException(`not within ${milliseconds} ms`, 'TimeoutError')),
    milliseconds,
  )
  timer.unref()
  try {
    return await run(limit.signal)
  } finally {
    clearTimeout(timer)
  }
}
