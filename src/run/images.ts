import { UsageError } from '../ground/errors.ts'
import { readBytes } from '../ground/text-file.ts'
import { requireImage } from '../sample/image-form.ts'

/**
 * Images that a user named, each as base64.
 *
 * @param folder - What a relative path starts from.
 * @throws UsageError for an address, for a file that cannot be read, and for one that is no image the runtime reads.
 */
export async function readImages(files: readonly string[], folder: string): Promise<string[]> {
  return Promise.all(
    files.map(async (file) => {
      if (/^(?:https?|data):/i.test(file))
        throw new UsageError(`${file.slice(0, 80)} is an address, and nothing is fetched.`, {
          fix: 'Save the image, and name its file.',
        })
      const bytes = await readBytes(file, folder)
      requireImage(bytes, file)
      return bytes.toString('base64')
    }),
  )
}

/** Images that a caller gave as base64, checked. @throws UsageError that counts them from 0. */
export function requireImages(images: readonly string[] | undefined): readonly string[] | undefined {
  images?.forEach((image, place) => {
    requireImage(Buffer.from(image, 'base64'), `images[${place}]`)
  })
  return images
}
