import {
  type Dataset,
  type DatasetMapping,
  problemsOfBytes,
} from '../../src/experiment/dataset/read-dataset.ts'
import { UsageError } from '../../src/ground/errors.ts'

/** The dataset that a text is, without what is said of its reading. */
export async function read(text: string, mapping: DatasetMapping): Promise<Omit<Dataset, 'notices'>> {
  const { notices: _notices, ...dataset } = await problemsOfBytes(bytesOf(text), mapping)
  return dataset
}

/** What is said of the reading of a text. */
export async function noticesOf(text: string, mapping: DatasetMapping): Promise<readonly string[]> {
  return (await problemsOfBytes(bytesOf(text), mapping)).notices
}

/** A text as bytes that come in small pieces, cut anywhere. */
export async function* bytesOf(text: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text as string)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Records as JSON Lines. */
export function lines(...records: readonly object[]): string {
  return records.map((record) => JSON.stringify(record)).join('\n')
}

/** The refusal that something ends in. */
export async function refusal(run: () => unknown): Promise<{ message: string; fix: string }> {
  try {
    await run()
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, fix: error.fix }
    throw error
  }
  throw new Error('nothing was refused')
}
