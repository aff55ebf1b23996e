import { describe, expect, it } from 'vitest'
import { scan } from './scan.ts'
import { importsOf, packageOf } from './source-files.ts'

const code = (text: string) => scan(text).code

describe('scan', () => {
  it('blanks comments, and keeps the lines', () => {
    expect(code('a // process\nb /* x\ny */ c')).toBe('a           \nb     \n     c')
  })

  it('blanks what strings hold, whatever is escaped in them', () => {
    expect(code(String.raw`f('it\'s // no', "a\\") + g`)).toBe(
      `f('${' '.repeat(11)}', "${' '.repeat(3)}") + g`,
    )
  })

  it('keeps the code inside templates, however deep', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    const text = 'x = `a ${f({ a: `b ${c} d` })} e ${g} `; h'
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    expect(code(text)).toBe('x = `  ${f({ a: `  ${c}  ` })}   ${g} `; h')
    expect(scan(text).strings).toEqual(['a ', 'b ', ' d', ' e ', ' '])
  })

  it('tells a regular expression from a division', () => {
    expect(code('a.match(/[\'"/[/]]/g); b / c / d')).toBe('a.match(/        /g); b / c / d')
    expect(code("return /'/.test(x) ? (a) / 'b' : 2")).toBe("return / /.test(x) ? (a) / ' ' : 2")
  })

  it('keeps strings apart from comments for those who read imports', () => {
    expect(scan("import 'a' // 'b'").withStrings).toBe("import 'a'       ")
  })
})

describe('importsOf', () => {
  it('finds every way to import, and says which are types only', () => {
    const text = [
      "import { a, type B } from '../vote/vote.ts'",
      "import type { C } from './c.ts'",
      "import * as path from 'node:path'",
      "export { d } from './d.ts'",
      "export * from './e.ts'",
      "import './f.ts'",
      'import {',
      '  g,',
      "} from '@scope/g/deep'",
      "export const h = 'x from y'",
      "type I = typeof import('../index.ts')",
      "const j = await import('ora')",
    ].join('\n')
    expect(
      importsOf(text, 'cli/x.ts').map(({ from, typeOnly, reExport }) => [from, typeOnly, reExport]),
    ).toEqual([
      ['vote/vote.ts', false, false],
      ['cli/c.ts', true, false],
      ['node:path', false, false],
      ['cli/d.ts', false, true],
      ['cli/e.ts', false, true],
      ['cli/f.ts', false, false],
      ['@scope/g/deep', false, false],
      ['index.ts', false, false],
      ['ora', false, false],
    ])
  })

  it('names the package of a deep import', () => {
    expect(['csv-parse/sync', '@scope/g/deep', 'zod'].map(packageOf)).toEqual([
      'csv-parse',
      '@scope/g',
      'zod',
    ])
  })
})
