import { crc32 } from 'node:zlib'

/** What the manifest of a run says whose lines carry a checksum. */
export const checksumName = 'crc-32'

/** The last key of a line, as it is written: nothing else stands between the bytes it is of and the end. */
const ending = /,"crc":(0|[1-9]\d{0,9})\}$/

/** Most bytes of it: the key, a number below 2^32, and the brace. */
const longestEnding = ',"crc":4294967295}'.length

/**
 * An object of JSON with a checksum as its last key `crc`: CRC-32 (ISO 3309, as of `zlib.crc32`) of all bytes before the comma in front of that key.
 *
 * CRC-32 finds every change of one byte, and every change within four bytes in a row.
 *
 * @param json - An object with one key or more, on one line.
 */
export function withChecksum(json: string): string {
  const before = json.slice(0, -1)
  return `${before},"crc":${crc32(before)}}`
}

/** What is wrong with the checksum of a line, without its line feed; `undefined` where it is right. */
export function checksumFault(line: Buffer): string | undefined {
  const tail = line.toString('latin1', Math.max(0, line.length - longestEnding))
  const [written, digits] = ending.exec(tail) ?? []
  if (written === undefined) return 'it has no checksum, and every line of this run has one'
  if (crc32(line.subarray(0, line.length - written.length)) !== Number(digits))
    return 'its checksum does not fit: bytes of it were changed'
  return undefined
}
