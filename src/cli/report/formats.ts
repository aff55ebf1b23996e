import { extname } from 'node:path'
import { UsageError } from '../../ground/errors.ts'

/** How `magi report` can print a report, as `--format` names it. */
export const reportFormats = ['text', 'md', 'json', 'csv', 'html'] as const

/** The name of a format. */
export type ReportFormat = (typeof reportFormats)[number]

/** What else a format goes by, as a name and as the ending of a file. */
const otherNames: Readonly<Record<string, ReportFormat>> = { txt: 'text', markdown: 'md', htm: 'html' }

/** What the flags of a report say of its format. */
export interface FormatFlags {
  readonly json?: boolean
  readonly format?: string
  /** Path of the file, or `-`. */
  readonly output?: string
}

/**
 * The format that is asked for: by name, by the ending of the file, or text.
 *
 * @throws UsageError for a name that there is not, and where two flags ask for two formats.
 */
export function reportFormat({ json, format, output }: FormatFlags): ReportFormat {
  const asked = [
    ...(json === true ? [{ by: '--json', format: 'json' as const }] : []),
    ...(format === undefined ? [] : [{ by: `--format ${format}`, format: formatNamed(format) }]),
    ...formatOfFile(output),
  ]
  const [first] = asked
  const other = asked.find((each) => each.format !== first?.format)
  if (first === undefined) return 'text'
  if (other === undefined) return first.format
  throw new UsageError(`${first.by} asks for ${first.format}, and ${other.by} for ${other.format}.`, {
    fix: 'Leave one of them out, or let the file have the ending of its format.',
  })
}

function formatNamed(name: string): ReportFormat {
  const format = knownFormat(name)
  if (format !== undefined) return format
  throw new UsageError(`There is no format "${name}".`, { fix: `Use one of: ${reportFormats.join(', ')}.` })
}

function formatOfFile(output: string | undefined): { by: string; format: ReportFormat }[] {
  const format = output === undefined ? undefined : knownFormat(extname(output).slice(1).toLowerCase())
  return format === undefined ? [] : [{ by: `--output ${output}`, format }]
}

function knownFormat(name: string): ReportFormat | undefined {
  if (Object.hasOwn(otherNames, name)) return otherNames[name]
  return reportFormats.find((each) => each === name)
}
