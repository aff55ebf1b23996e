import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const docs = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs')

/**
 * Compares one section of a page of docs/ with what the tests have seen; with `MAGI_WRITE_GOLDEN=1` writes it there.
 *
 * A section stands between `<!-- name -->` and `<!-- end of name -->`. Write with `--no-file-parallelism`: several files share the page.
 */
export function expectSection(file: string, name: string, text: string): void {
  const page = join(docs, file)
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`]
  const whole = readFileSync(page, 'utf8')
  const from = whole.indexOf(begin) + begin.length
  const to = whole.indexOf(end)
  if (to < from) throw new Error(`There is no section "${name}" in ${page}.`)
  if (process.env['MAGI_WRITE_GOLDEN'] === '1') {
    writeFileSync(page, `${whole.slice(0, from)}\n${text}\n\n${whole.slice(to)}`)
    return
  }
  expect(`\n${text}\n\n`).toBe(whole.slice(from, to))
}

/** A table of Markdown. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
