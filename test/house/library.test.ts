import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder, readSourceFiles } from './source-files.ts'

const files = new Map(readSourceFiles().map((file) => [file.path, file.text]))
const index = files.get('index.ts') ?? ''

/** Every name that the library exports, with the file it lies in. */
const exported = [...index.matchAll(/^export (?:type )?\{([^}]*)\} from '\.\/([^']+)'/gm)].flatMap(
  ([, names = '', file = '']) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .map((name) => [name, file] as const),
)

describe('the library', () => {
  it('exports by name, from one list', () => {
    expect(exported.length).toBeGreaterThan(200)
    expect(index).not.toMatch(/^export \*/m)
  })

  it('documents every name where it is written', () => {
    const undocumented = exported.filter(([name, file]) => {
      const declared = `(?:abstract |async )?(?:class|interface|type|function\\*?|const) ${name}\\b`
      return !new RegExp(`\\*/\\nexport ${declared}`).test(files.get(file) ?? '')
    })
    expect(undocumented).toEqual([])
  })

  it('holds every schema that a file of its names ends with, but for parts of others', () => {
    const kinds = ['magi.sample/1', 'magi.run/1', 'magi.vote/1', 'magi.simulation/1', 'magi.report/1']
    const schemaFiles = new Set(exported.filter(([name]) => name.endsWith('Schema')).map(([, file]) => file))
    const defining = kinds.map(
      (kind) => [...files].find(([, text]) => text.includes(`z.literal('${kind}')`))?.[0] ?? kind,
    )
    expect(defining.filter((file) => !schemaFiles.has(file))).toEqual([])
  })

  it('has what its document names', () => {
    const known = new Set(exported.map(([name]) => name))
    const document = readFileSync(join(projectFolder, 'docs', 'library.md'), 'utf8')
    const imported = [...document.matchAll(/^import \{([^}]*)\} from 'magi'/gm)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim()),
    )
    const inTables = [...document.matchAll(/`([a-z]\w*(?:At\w+|[A-Z]\w*))`/g)].map(([, name = '']) => name)
    const fields = ['elapsedMs', 'shareInterval', 'onTrip']
    const named = [...new Set([...imported, ...inTables])].filter((name) => !fields.includes(name))
    expect(named.length).toBeGreaterThan(25)
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })
})
