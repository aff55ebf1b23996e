import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtInPath, packageRoot, rootAbove } from '../../src/ground/package-root.ts'
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
    'package.json': '{"name":"magi"}',
    'build/package.json': '{"type":"module"}',
    'build/src/runtime/ollama.js': '',
    'dist/cli/main.js': '',
  })
  expect(rootAbove(join(root, 'build/src/runtime/ollama.js'))).toBe(root)
  expect(rootAbove(join(root, 'dist/cli'))).toBe(root)
  expect(rootAbove(root)).toBe(root)
})

it('says what is missing where no package.json of Magi is above', () => {
  const root = tree({ 'package.json': '{"name":"other"}', 'broken/package.json': '{' })
  expect(() => rootAbove(join(root, 'broken'))).toThrow(`No package.json named "magi" above ${root}/broken.`)
})

it('finds the built-in configuration of this checkout', () => {
  expect(builtInPath('presets', 'card.json')).toBe(join(packageRoot(), 'configs/presets/card.json'))
})
