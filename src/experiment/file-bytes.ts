import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** How a file is read. */
export interface FileReading {
  /** Ends the reading between two chunks, with its reason. */
  readonly signal?: AbortSignal
  /** Told after each chunk how many bytes of the file, packed or not, were read. */
  readonly onBytes?: (bytes: number) => void
}

/**
 * The bytes of a file, unpacked if they are gzip (told by the first bytes, not by the name). The file is read once, so a pipe will do.
 *
 * @throws the reason of the signal, and what Node throws of a file that cannot be read or unpacked.
 */
export async function* fileBytes(
  path: string,
  { signal, onBytes }: FileReading = {},
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, signal === undefined ? {} : { signal })
  const chunks = counted(file as AsyncIterable<Buffer>, onBytes)
  try {
    const first = await chunks.next()
    if (first.done) return
    const whole = prepended(first.value, chunks)
    for await (const chunk of isGzip(first.value) ? unpacked(whole) : whole) {
      signal?.throwIfAborted()
      yield chunk
    }
  } catch (thrown) {
    // An aborted stream fails with an error of Node's; who stopped it wants the reason.
    signal?.throwIfAborted()
    throw thrown
  } finally {
    file.destroy()
  }
}

/** The two bytes that every gzip member begins with (RFC 1952, section 2.3.1). */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function unpacked(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  // A failure comes out of the loop over the gunzip stream; the callback only keeps it from being unhandled.
  pipeline(packed, gunzip, () => {})
  return gunzip
}

async function* counted(chunks: AsyncIterable<Buffer>, onBytes: FileReading['onBytes']) {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    onBytes?.(bytes)
    yield chunk
  }
}

async function* prepended(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}
