import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { entries } from './import-table.ts'
import { projectFolder, readSourceFiles } from './source-files.ts'

const sources = readSourceFiles()
const files = new Map(sources.map((file) => [file.path, file.text]))
const codes = new Map(sources.map((file) => [file.path, file.code]))
const codeOf = (path: string) => codes.get(path) ?? ''

/** A name that an entry of the package exports, and the file it is declared in. */
interface PublicName {
  readonly name: string
  readonly file: string
  /** Whether only its type is public. */
  readonly isType: boolean
}

const publicNames = new Map(
  entries.map((entry) => [
    entry,
    [...(files.get(entry) ?? '').matchAll(/^export (type )?\{([^}]*)\} from '\.\/([^']+)'/gm)].flatMap(
      ([, allTypes, names = '', file = '']) =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '')
          .map((name): PublicName => {
            const isType = allTypes !== undefined || name.startsWith('type ')
            return { name: name.replace(/^type /, ''), file, isType }
          }),
    ),
  ]),
)
const everyName = [...publicNames.values()].flat()

/** What a name is, where it is declared; `undefined` where the file does not declare it. */
function kindOf({ name, file }: Pick<PublicName, 'name' | 'file'>): string | undefined {
  const declared = new RegExp(
    `^export (?:abstract |async )?(class|interface|type|function|const)\\*? ${name}\\b`,
    'm',
  )
  return declared.exec(codeOf(file))?.[1]
}

const isCallable = (each: PublicName) => !each.isType && ['function', 'class'].includes(kindOf(each) ?? '')

/** Types that the language and Node bring. */
const builtIn =
  /^(?:Promise|Async(?:Iterable|Generator)|Iterable|(?:Readonly)?(?:Map|Set|Array)|Readonly|Partial|Omit|Pick|Record|Exclude|AbortSignal|Error|Date)$/

/** The text between a bracket and the one that closes it. */
function insideBrackets(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if ('({[<'.includes(text[at] ?? '')) depth += 1
    if (')}]'.includes(text[at] ?? '') || (text[at] === '>' && text[at - 1] !== '=')) depth -= 1
    if (depth === 0) return text.slice(from, at + 1)
  }
  return text.slice(from)
}

/** Parameters and result of the function, or of each method of the interface, that a name is declared as. */
function signaturesOf({ name, file }: PublicName): string[] {
  const code = codeOf(file)
  const kind = kindOf({ name, file })
  if (kind === 'function') {
    const from = code.search(new RegExp(`^export (?:async )?function\\*? ${name}\\(`, 'm'))
    const parameters = insideBrackets(code, code.indexOf('(', from))
    const behind = code.slice(code.indexOf('(', from) + parameters.length)
    return [`${parameters}${/^(.*?) \{$/ms.exec(behind)?.[1] ?? ''}`]
  }
  if (kind !== 'interface') return []
  const from = code.search(new RegExp(`^export interface ${name}\\b`, 'm'))
  const body = insideBrackets(code, code.indexOf('{\n', from))
  return [...body.matchAll(/^ {2}\w+\([^\n]*$/gm)].map(([line]) => line)
}

const typesIn = (signature: string) =>
  [...signature.matchAll(/\b[A-Z]\w*\b/g)].map(([name]) => name).filter((name) => !builtIn.test(name))

/** The examples of the document, which the tests of the package run. */
const examples = [
  ...readFileSync(join(projectFolder, 'docs', 'library.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms),
].map(([, code = '']) => code)

describe('the library', () => {
  it('is a choice: at most 90 names at `magi`, listed one by one', () => {
    const names = publicNames.get('index.ts') ?? []
    expect(names.length).toBeGreaterThan(50)
    expect(names.length).toBeLessThanOrEqual(90)
    for (const entry of entries) expect(files.get(entry)).not.toMatch(/^export \*/m)
  })

  it('has the entries that package.json names, and no other file beside its folders', () => {
    const { exports } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      exports: Record<string, unknown>
    }
    const named = Object.keys(exports)
      .filter((path) => path !== './package.json')
      .map((path) => (path === '.' ? 'index.ts' : `${path.slice(2)}.ts`))
    expect(named.sort()).toEqual([...entries])
    expect([...files.keys()].filter((path) => !path.includes('/')).sort()).toEqual([...entries])
  })

  it('documents every name where it is declared', () => {
    const undocumented = everyName.filter(({ name, file }) => {
      const declared = `(?:abstract |async )?(?:class|interface|type|function\\*?|const) ${name}\\b`
      return !new RegExp(`\\*/\\nexport ${declared}`).test(files.get(file) ?? '')
    })
    expect(undocumented).toEqual([])
  })

  it.each(entries)('exports with each function of %s the types of its parameters and its result', (entry) => {
    const names = publicNames.get(entry) ?? []
    const known = new Set(names.map(({ name }) => name))
    const missing = names.flatMap((each) =>
      signaturesOf(each)
        .flatMap(typesIn)
        .filter((type) => !known.has(type))
        .map((type) => `${each.name}: ${type}`),
    )
    expect([...new Set(missing)]).toEqual([])
  })

  it('shows every function and every class in an example that is run', () => {
    const shown = new Set(
      examples.flatMap((code) => {
        const [imports, rest] = splitImports(code)
        return [...imports.matchAll(/\b[A-Za-z]\w*\b/g)]
          .map(([name]) => name)
          .filter((name) => new RegExp(`\\b${name}\\b`).test(rest))
      }),
    )
    const unshown = everyName.filter((each) => isCallable(each) && !shown.has(each.name))
    expect([...new Set(unshown.map(({ name }) => name))]).toEqual([])
  })

  it('holds every schema that a file of its names ends with', () => {
    const schemas = new Set((publicNames.get('schemas.ts') ?? []).map(({ file }) => file))
    const defining = [...files].filter(([, text]) => /z\.literal\('magi\.[\w-]+\/1'\)/.test(text))
    expect(defining.map(([path]) => path).filter((path) => !schemas.has(path))).toEqual([])
  })
})

/** The imports of an example, and what follows them. */
function splitImports(code: string): [imports: string, rest: string] {
  const statement = /^import .*? from '[^']+'$/gms
  return [[...code.matchAll(statement)].join('\n'), code.replace(statement, '')]
}
