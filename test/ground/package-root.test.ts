import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInPath, magiVersion, packageAbove, packageRoot } from '../../src/ground/package-root.ts'
import { emptyFolder } from '../support/folder.ts'

function tree(files: Record<string, string>): string {
  const root = emptyFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

it('finds the package from any depth, past package.json files of other names', () => {
  const root = tree({
    'package.json': '{"name":"magi","version":"1.2.3"}',
    'build/package.json': '{"type":"module"}',
    'build/src/runtime/ollama.js': '',
    'dist/cli/main.js': '',
  })
  const own = { folder: root, version: '1.2.3' }
  expect(packageAbove(join(root, 'build/src/runtime/ollama.js'))).toEqual(own)
  expect(packageAbove(join(root, 'dist/cli'))).toEqual(own)
  expect(packageAbove(root)).toEqual(own)
})

it('says what is missing where no package.json of Magi is above', () => {
  const root = tree({
    'package.json': '{"name":"other"}',
    'broken/package.json': '{',
    'broken/none/package.json': 'null',
  })
  expect(() => packageAbove(join(root, 'broken/none'))).toThrow(
    `No package.json named "magi" above ${root}/broken/none.`,
  )
})

it('finds the built-in configuration of this checkout', () => {
  expect(builtInPath('presets', 'card.json')).toBe(join(packageRoot(), 'configs/presets/card.json'))
})

it('tells the version that the package file of this checkout names', () => {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))
  expect(magiVersion()).toBe(version)
})
