import { cleanForTerminal } from '../stream/terminal-text.ts'
import { fieldColumns, fieldRows } from './field-rows.ts'
import {
  figureCells,
  figureColumns,
  figureLegend,
  formatPublished,
  shownFigures,
  unmatchedPublished,
} from './figure-rows.ts'
import type { RunReport, SourceReport } from './report.ts'
import { filledColumns, groupReasons, headline, simulatedLine } from './report-text.ts'

/** A report as Markdown: one table a source, ready to be pasted. */
export function reportMarkdown({ title, sources, createdAt, magiVersion }: RunReport): string {
  const parts = [
    `# ${escapeMarkdown(title)}`,
    ...sources.flatMap(sourceMarkdown),
    `Magi ${magiVersion}, ${createdAt}`,
  ]
  return `${parts.join('\n\n')}\n`
}

function sourceMarkdown(source: SourceReport): string[] {
  const figures = shownFigures(source)
  const [heads = [], ...rows] = filledColumns([
    ['figure', ...figureColumns],
    ...figures.map((row) => [row.label, ...figureCells(row)]),
  ])
  const table = [
    `| ${heads.join(' | ')} |`,
    `| ${heads.map((head) => (head === 'figure' || head === 'published' ? '---' : '---:')).join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(escapeMarkdown).join(' | ')} |`),
  ].join('\n')
  return [
    `## ${escapeMarkdown(headline(source))}`,
    ...(source.simulated ? [`**${simulatedLine}**`] : []),
    table,
    ...figureLegend(figures).map((line) => `${escapeMarkdown(line)}.`),
    ...(source.fields === undefined ? [] : [fieldTable(source.fields)]),
    ...list(
      'Published, nothing measured beside it',
      unmatchedPublished(source).map((figure) => `${figure.metric} ${formatPublished(figure)}`),
    ),
    ...list('Not given', groupReasons(source.estimates.absent)),
    ...list('Notes', source.notes),
    ...list(
      'Settings',
      source.settings.map(([name, value]) => `${name}: ${value}`),
    ),
  ]
}

function fieldTable(fields: NonNullable<SourceReport['fields']>): string {
  const lines = [
    [...fieldColumns],
    fieldColumns.map(() => '---'),
    ...fieldRows(fields).map((row) => row.map(escapeMarkdown)),
  ]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : [`${title}:\n\n${lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')}`]
}

/**
 * Text that Markdown takes as it is: nothing in it makes a table, a list, a link, an image, an entity or HTML. A bare address is a link too, in the
 * Markdown of GitHub, by its `://`, its `www.`, or the `@` of a mailbox.
 */
export function escapeMarkdown(text: string): string {
  return cleanForTerminal(text)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_[\]<>|#~$]/g, (sign) => `\\${sign}`)
    .replaceAll('&', '&amp;')
    .replace(/:(?=\/\/)|(?<=\b(?:mailto|xmpp)):/gi, '\\:')
    .replace(/(?<=\bwww)\./gi, '\\.')
    .replace(/(?<=[\w.+-])@(?=[\w-]+\.[\w.-]*[a-z])/gi, '\\@')
    .replace(/^([-+])(?=\s|$)/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
}
