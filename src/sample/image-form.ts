import { UsageError } from '../ground/errors.ts'

/** The beginnings of files, in Latin-1, by what they are. Source: the specifications of the formats. */
const beginnings: readonly (readonly [name: string, begins: RegExp])[] = [
  ['PNG', /^\x89PNG\r\n\x1a\n/],
  ['JPEG', /^\xff\xd8\xff/],
  ['a WebP image', /^RIFF.{4}WEBP/s],
  ['a HEIC image', /^.{4}ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)/s],
  ['an AVIF image', /^.{4}ftyp(?:avif|avis)/s],
  ['a GIF image', /^GIF8[79]a/],
  ['a BMP image', /^BM.{12}/s],
  ['a TIFF image', /^(?:II\*\0|MM\0\*)/],
  ['a PDF document', /^%PDF-/],
  ['an SVG drawing', /^(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?)?<svg[\s>]/is],
]

/** The formats that every runtime reads. */
const taken = new Set(['PNG', 'JPEG'])

/** Bytes at the beginning of a file that are looked at. */
const looked = 1_024

/**
 * Refuses what is no image that the runtime reads: by its first bytes, since a name promises anything.
 *
 * @param bytes - The file, or its beginning.
 * @param name - The file, for the message.
 * @throws UsageError that says what it is.
 */
export function requireImage(bytes: Uint8Array, name: string): void {
  const text = Buffer.from(bytes.subarray(0, looked)).toString('latin1')
  const form = beginnings.find(([, begins]) => begins.test(text))?.[0]
  if (form !== undefined && taken.has(form)) return
  const is = bytes.length === 0 ? 'is empty' : form === undefined ? 'is no image' : `is ${form}`
  throw new UsageError(`${name} ${is}.`, {
    fix:
      form === undefined
        ? 'Give a PNG or a JPEG.'
        : 'Save it as PNG or JPEG: not every runtime reads another.',
  })
}
