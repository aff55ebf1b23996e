/** A stream to write to, with the number of bytes that wait in it. */
type OutputStream = NodeJS.WritableStream & { readonly writableLength?: number }

/** Sees from the first byte on whether what is written to stdout arrives. */
export interface OutputWatch {
  /** Aborts when stdout cannot be written any more. */
  readonly closed: AbortSignal
  /** Whether that is for another reason than that its reader left. */
  readonly failed: boolean
  /** Says that stdout cannot be written; a terminal that draws in place sets its own. */
  sayFailure: (message: string) => void
  /** Settles when all that was written has arrived, or cannot. */
  flushed(): Promise<void>
}

/**
 * Watches the output of the process. Without it, an error of a stream is thrown where nobody catches it.
 *
 * That a reader leaves is no error, as in `magi --help | head -1`: it aborts `closed`, and nothing is said.
 */
export function watchOutput({
  stdout,
  stderr,
}: {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
}): OutputWatch {
  const closed = new AbortController()
  const state = { failed: false }
  // Of an error on stderr nobody can be told.
  stderr.on('error', () => {})
  const watch: OutputWatch = {
    closed: closed.signal,
    get failed() {
      return state.failed
    },
    sayFailure: (message) => void stderr.write(`error: ${message}\n`),
    flushed: () =>
      new Promise((resolve) => {
        // Where nothing waits to be written, the error of the last write may still come: in this turn of the event loop.
        if ((stdout.writableLength ?? 0) > 0) stdout.write('', () => resolve())
        else setImmediate(resolve)
      }),
  }
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed.signal.aborted) return
    if (error.code !== 'EPIPE') {
      state.failed = true
      watch.sayFailure(`Standard output cannot be written: ${error.message}.`)
    }
    closed.abort('closed-stdout')
  })
  return watch
}
