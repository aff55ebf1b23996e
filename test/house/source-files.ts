import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Scanned, scan } from './scan.ts'

/** The folder of this project. */
export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** One import, re-export, `import()` or `typeof import()` of a file. */
export interface Import {
  /** A file below `src/` as `sample/draw.ts`, or a package or `node:` module as written. */
  readonly from: string
  /** Whether it lies below `src/`. */
  readonly own: boolean
  /** `import type`, `export type`: gone when compiled. */
  readonly typeOnly: boolean
  readonly reExport: boolean
  /** `import()`: loaded when that line runs. */
  readonly onUse: boolean
}

/** A file below `src/`. */
export interface SourceFile extends Scanned {
  /** Below `src/`, as `sample/draw.ts`. */
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

const statement = /^(import|export)\s+(type\s+)?(?:[\w$*{][^'"`;]*?\sfrom\s+)?'([^'\n]+)'/gm
const called = /\bimport\(\s*'([^'\n]+)'\s*\)/g

/** The imports of a text that has no comments, as seen from a file below `src/`. */
export function importsOf(withStrings: string, path: string): Import[] {
  const of = (specifier: string, kind: Pick<Import, 'typeOnly' | 'reExport' | 'onUse'>): Import => {
    const own = specifier.startsWith('.')
    return {
      from: own ? posix.join(posix.dirname(path), specifier) : specifier,
      own,
      ...kind,
    }
  }
  return [
    ...[...withStrings.matchAll(statement)].map(([, word, type, specifier = '']) =>
      of(specifier, { typeOnly: type !== undefined, reExport: word === 'export', onUse: false }),
    ),
    ...[...withStrings.matchAll(called)].map(([, specifier = '']) =>
      of(specifier, { typeOnly: false, reExport: false, onUse: true }),
    ),
  ]
}

/** The name of a package without a path inside it. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** Every TypeScript file below `src/`, sorted by path. */
export function readSourceFiles(): SourceFile[] {
  const src = join(projectFolder, 'src')
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(src, path), 'utf8')
      const scanned = scan(text)
      return { path, text, ...scanned, imports: importsOf(scanned.withStrings, path) }
    })
}
