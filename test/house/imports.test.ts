import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as table from './import-table.ts'
import { packageOf, projectFolder, readSourceFiles, type SourceFile } from './source-files.ts'

const files = readSourceFiles()
const places = Object.keys(table.importTable)

/** The place of a path below `src/`: its first folder, or the file itself. */
const placeOf = (path: string) => path.split('/', 1)[0] ?? path

/** Whether a path is one of the files named, or lies in one of the folders named with a slash. */
const isOneOf = (path: string, names: readonly string[]) =>
  names.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name))

const isPure = (path: string) => isOneOf(path, table.purePlaces) && !table.impure.includes(path)

/** Everything a rule finds, as `file: what`. */
const findings = (rule: (file: SourceFile) => readonly string[]) =>
  files.flatMap((file) => rule(file).map((found) => `${file.path}: ${found}`))

const outside = ({ imports }: SourceFile) => imports.filter(({ own }) => !own)

describe('the import table', () => {
  it('points one way: a place imports only places above it', () => {
    const wrong = places.flatMap((place, position) =>
      (table.importTable[place] ?? [])
        .filter((other) => !places.slice(0, position).includes(other))
        .map((other) => `${place} → ${other}`),
    )
    expect(wrong).toEqual([])
  })

  it('has every folder and file of src', () => {
    expect(files.map(({ path }) => placeOf(path)).filter((place) => !places.includes(place))).toEqual([])
  })

  it('names no place, door or exception that is gone', () => {
    const paths = files.map(({ path }) => path)
    const named = [
      ...places.map((place) => (place.endsWith('.ts') ? place : `${place}/`)),
      ...Object.values(table.doors).flat(),
      ...Object.values(table.globals).flatMap(({ allowed }) => allowed),
      ...[
        ...table.impure,
        ...table.wordTables,
        ...table.purePlaces,
        ...table.networkPlaces,
        ...table.schemaReaders,
      ],
    ]
    expect(named.filter((name) => !paths.some((path) => isOneOf(path, [name])))).toEqual([])
  })

  it('holds for every file', () => {
    expect(
      findings(({ path, imports }) =>
        imports
          .filter(({ own }) => own)
          .filter(({ from }) => {
            const [place, other] = [placeOf(path), placeOf(from)]
            return place !== other && !(table.importTable[place] ?? []).includes(other)
          })
          .map(({ from }) => `may not import ${from}`),
      ),
    ).toEqual([])
  })

  it('leads only to files that are there', () => {
    const paths = new Set(files.map(({ path }) => path))
    expect(
      findings(({ imports }) =>
        imports.filter(({ own, from }) => own && !paths.has(from)).map(({ from }) => from),
      ),
    ).toEqual([])
  })

  it('has no cycle between files, types included', () => {
    expect(
      cycles(
        new Map([
          ['a', ['b', 'd']],
          ['b', ['c']],
          ['c', ['b', 'd']],
          ['d', []],
        ]),
      ),
    ).toEqual(['b → c → b'])
    expect(
      cycles(new Map(files.map(({ path, imports }) => [path, imports.map(({ from }) => from)]))),
    ).toEqual([])
  })
})

describe('dependencies', () => {
  it('come in by one door each', () => {
    expect(
      findings((file) =>
        outside(file)
          .filter(({ from }) => !from.startsWith('node:'))
          .filter(({ from, typeOnly }) => {
            if (
              from === 'zod' &&
              (table.schemaFile.test(file.path) || (typeOnly && table.schemaReaders.includes(file.path)))
            )
              return false
            return !isOneOf(file.path, table.doors[packageOf(from)] ?? [])
          })
          .map(({ from }) => `may not import ${from}`),
      ),
    ).toEqual([])
  })

  it('are those of package.json, each with a door', () => {
    const { dependencies } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect(Object.keys(dependencies).sort()).toEqual(Object.keys(table.doors).sort())
  })

  it('of Node are written with node:', () => {
    const bare = /^(?:fs|path|os|url|util|crypto|events|stream|http|https|net|zlib|buffer|timers)(?:\/|$)/
    expect(findings((file) => outside(file).flatMap(({ from }) => (bare.test(from) ? [from] : [])))).toEqual(
      [],
    )
  })
})

describe('what a place may reach', () => {
  it('is nothing of Node in the pure places', () => {
    expect(
      findings((file) =>
        isPure(file.path)
          ? outside(file).flatMap(({ from }) => (from.startsWith('node:') ? [from] : []))
          : [],
      ),
    ).toEqual([])
  })

  it('is no time, timer, chance, process or screen in the pure places', () => {
    const reach =
      /\b(?:process|console|performance|setTimeout|setInterval|setImmediate|queueMicrotask|fetch)\b(?!\s*[:?])|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b/
    expect(findings(({ path, code }) => (isPure(path) ? linesWith(code, reach) : []))).toEqual([])
  })

  it.each(Object.entries(table.globals))('is named in one place: %s', (_, { pattern, allowed }) => {
    expect(findings(({ path, code }) => (isOneOf(path, allowed) ? [] : linesWith(code, pattern)))).toEqual([])
  })

  it('is a network at the two ends of the wire alone', () => {
    expect(
      findings((file) =>
        isOneOf(file.path, table.networkPlaces)
          ? []
          : outside(file).flatMap(({ from }) =>
              table.networkModules.some((name) => from === `node:${name}` || from.startsWith(`node:${name}/`))
                ? [from]
                : [],
            ),
      ),
    ).toEqual([])
  })
})

describe('a file', () => {
  it('re-exports nothing, but for the entries of the package', () => {
    expect(
      findings(({ path, imports }) =>
        table.entries.includes(path)
          ? []
          : imports.filter(({ reExport }) => reExport).map(({ from }) => from),
      ),
    ).toEqual([])
  })

  it('names what it exports: no export *', () => {
    expect(findings(({ code }) => linesWith(code, /^export \*/m))).toEqual([])
  })

  it('is called after its concept', () => {
    const empty = /(?:^|[-/])(?:util|utils|utility|utilities|helper|helpers|manager|common|misc)(?:[-/.]|$)/
    expect(files.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([])
    expect(
      files.map(({ path }) => basename(path)).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name)),
    ).toEqual([])
  })

  it('reads in one sitting: 300 lines at most, but for lists of words', () => {
    const longest = 300
    const isTable = ({ path, code }: SourceFile) =>
      table.wordTables.includes(path) && !/=>|\bfunction\b|\bimport\b/.test(code)
    expect(
      findings((file) => {
        const lines = file.text.split('\n').length - 1
        return lines > longest && !isTable(file) ? [`${lines} lines`] : []
      }),
    ).toEqual([])
  })
})

/** Lines of code in which a pattern stands, as `line N: text`. */
function linesWith(code: string, pattern: RegExp): string[] {
  return code
    .split('\n')
    .flatMap((line, position) => (pattern.test(line) ? [`line ${position + 1}: ${line.trim()}`] : []))
}

/** One cycle for each file that closes one, as `a → b → a`. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    else if (!done.has(path)) {
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
  }
  for (const path of graph.keys()) visit(path, [])
  return found
}
