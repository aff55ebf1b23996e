import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildProgram } from '../../src/cli/program.ts'
import { projectFolder } from './source-files.ts'

const read = (...path: string[]) => readFileSync(join(projectFolder, ...path), 'utf8')

it('the compose file calls magi serve with flags that it has', async () => {
  const program = await buildProgram(async () => {})
  const serve = program.commands.find((each) => each.name() === 'serve')
  const lines = [...read('examples', 'docker', 'compose.yaml').matchAll(/^ {6}- (--[^=\n]+)(=.*)?$/gm)]
  expect(lines.map(([, flag]) => flag)).toEqual(['--listen', '--token-file', '--slots'])
  for (const [line, flag, value] of lines) {
    const option = serve?.options.find(({ long }) => long === flag)
    expect(option?.required, line).toBe(value !== undefined)
  }
})

it('as many samples are drawn as the runtime beside it takes at once', () => {
  const compose = read('examples', 'docker', 'compose.yaml')
  const slots = /--slots=(\d+)/.exec(compose)?.[1]
  expect(slots).toBeDefined()
  expect(/OLLAMA_NUM_PARALLEL: '(\d+)'/.exec(compose)?.[1]).toBe(slots)
})

it('the image is built of what the package is packed of', () => {
  const { bin } = JSON.parse(read('package.json'))
  const dockerfile = read('Dockerfile')
  expect(Object.keys(bin)).toEqual(JSON.parse(/ENTRYPOINT (.*)/.exec(dockerfile)?.[1] ?? '[]'))
  const ignored = read('.dockerignore').split('\n')
  for (const needed of ['src', 'bin', 'configs', 'scripts', 'docs', 'assets', 'man', 'package-lock.json'])
    expect(ignored).not.toContain(needed)
})
