import { onAbort } from '../ground/on-abort.ts'

/** What a pool needs to draw pieces of work `W`, and to make samples `S` of what was drawn, `D`. */
export interface PoolOptions<W, D, S> {
  /** How many samples are drawn at once. */
  readonly slots: number
  /**
   * The next piece of work, or `undefined` when none may be launched now. Asked again whenever a slot is free: when a stream has
   * ended, and when a sample has been counted.
   */
  readonly next: () => W | undefined
  /** Draws one piece of work in a slot (0 to `slots` - 1). Ends soon when the signal aborts, and never rejects for the sample's trouble. */
  readonly draw: (work: W, slot: number, signal: AbortSignal) => Promise<D>
  /** Makes the sample and puts it on disk; its slot is another's by then. A sample is counted only once this is done. */
  readonly record: (drawn: D) => Promise<S>
  /** Stops the pool: what is in flight is cancelled and recorded, and the iteration ends. */
  readonly signal?: AbortSignal
}

/**
 * Draws samples side by side and yields each once it is on disk, in the order they ended.
 *
 * Leaving the loop early is how a decided vote stops: what is in flight is aborted, down to the socket, and recorded as
 * cancelled before the loop returns. A slot is refilled the moment its stream ends; only counting waits for the disk.
 *
 * @throws what `draw` or `record` throws (a full disk, a bug), after everything in flight has been stopped.
 */
export async function* drawPool<W, D, S>(options: PoolOptions<W, D, S>): AsyncGenerator<S, void, undefined> {
  const { slots, next, draw, record, signal } = options
  const stop = new AbortController()
  const freeSlots = Array.from({ length: slots }, (_, index) => index)
  const inFlight = new Set<Promise<void>>()
  const counted: S[] = []
  let failure: { readonly thrown: unknown } | undefined
  let notify = () => {}

  const launch = (work: W, slot: number) => {
    const task = Promise.resolve()
      .then(() => draw(work, slot, stop.signal))
      .finally(() => {
        freeSlots.push(slot)
        freeSlots.sort((a, b) => b - a)
        fill()
      })
      .then(async (drawn) => {
        await requestsAreSent()
        counted.push(await record(drawn))
      })
      .catch((thrown: unknown) => {
        failure ??= { thrown }
        stop.abort(thrown)
      })
      .finally(() => {
        inFlight.delete(task)
        notify()
      })
    inFlight.add(task)
  }
  const fill = () => {
    while (freeSlots.length > 0 && !stop.signal.aborted) {
      const work = next()
      if (work === undefined) return
      launch(work, freeSlots.pop() ?? 0)
    }
  }
  const forward = () => stop.abort(signal?.reason)

  freeSlots.reverse()
  if (signal?.aborted) return
  const unlisten = signal && onAbort(signal, forward)
  try {
    fill()
    while (failure === undefined) {
      const sample = counted.shift()
      if (sample !== undefined) {
        yield sample
        fill()
        continue
      }
      if (inFlight.size === 0) break
      await new Promise<void>((resolve) => {
        notify = resolve
      })
    }
  } finally {
    unlisten?.()
    stop.abort(stop.signal.aborted ? stop.signal.reason : 'decided')
    await Promise.all(inFlight)
  }
  if (failure !== undefined) throw failure.thrown
}

/**
 * Lets the event loop go round twice: the requests of slots that became free together are then connected and sent, and the runtime is at work
 * on them while the answers of their samples are looked for.
 */
async function requestsAreSent(): Promise<void> {
  for (let round = 0; round < 2; round += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}
