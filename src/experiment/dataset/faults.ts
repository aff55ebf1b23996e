import { UsageError } from '../../ground/errors.ts'

/** One thing wrong with a dataset file. */
export interface DatasetFault {
  /** Line of the file, from 1. */
  readonly line: number
  /** Field of the record, as the file calls it; absent where the record itself is wrong. */
  readonly field?: string
  readonly text: string
}

/**
 * Refuses a dataset with everything that is wrong with it, line by line.
 *
 * @throws UsageError where there is a fault.
 */
export function refuseFaults(path: string, faults: readonly DatasetFault[]): void {
  if (faults.length === 0) return
  const lines = [...faults]
    .sort((a, b) => a.line - b.line)
    .map(({ line, field, text }) => `${path}:${line}: ${field === undefined ? '' : `${field}: `}${text}`)
  throw new UsageError(lines.join('\n'), {
    fix: 'Correct these lines, or say which field holds what: --field prompt=… --field answer=… --field id=…',
  })
}
