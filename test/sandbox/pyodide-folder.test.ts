import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allWalls } from '../../src/sandbox/interpreter-command.ts'
import { openBehind } from '../../src/sandbox/open-sandbox.ts'
import { findPyodide, pyodideVersion } from '../../src/sandbox/pyodide-folder.ts'
import { emptyFolder } from '../support/folder.ts'

/** An installation of Magi below a folder, and of Pyodide beside it. */
function installation(
  place: string,
  { version, isProject = false }: { version?: string; isProject?: boolean } = {},
) {
  const top = realpathSync(emptyFolder())
  const root = join(top, place)
  mkdirSync(root, { recursive: true })
  writeFileSync(join(root, 'package.json'), '{"name":"magi"}')
  if (isProject) writeFileSync(join(top, 'package.json'), '{}')
  const folder = join(top, 'node_modules', 'pyodide')
  if (version !== undefined) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'pyodide', version }))
  }
  return { top, root, folder }
}

const reason = 'Pyodide, which runs the programs, is not installed'
const fix = (line: string) => `It is an optional dependency of Magi. Run: ${line}`

describe('Pyodide', () => {
  it('is found beside Magi, in the version that the harness is written for', () => {
    const { root, folder } = installation('node_modules/magi', { version: pyodideVersion })
    expect(findPyodide(root)).toEqual({ folder })
  })

  it('is installed by one line where it is missing: for everybody, in a project, in a clone', () => {
    const everybody = installation('node_modules/magi')
    expect(findPyodide(everybody.root)).toEqual({
      reason,
      fix: fix('npm install --global pyodide@314.0.7'),
    })
    const project = installation('node_modules/magi', { isProject: true })
    expect(findPyodide(project.root)).toEqual({
      reason,
      fix: fix(`npm --prefix ${project.top} install --save-exact pyodide@314.0.7`),
    })
    const clone = installation('a clone')
    expect(findPyodide(clone.root)).toEqual({
      reason,
      fix: fix(`npm --prefix "${clone.root}" ci --include=optional`),
    })
  })

  it('of another version is not used', () => {
    const { root, folder } = installation('node_modules/magi', { version: '0.29.0' })
    expect(findPyodide(root)).toEqual({
      reason: `Pyodide 0.29.0 is installed (${folder}), and programs are run by 314.0.7 alone`,
      fix: fix('npm install --global pyodide@314.0.7'),
    })
  })

  it('is what a sandbox that does not open says is missing', async () => {
    const { root, top } = installation('node_modules/magi')
    const opened = await openBehind(allWalls, { cacheFolder: join(top, 'cache') }, { from: root })
    expect(opened).toEqual({
      ...{ kind: 'missing', walls: [], reason },
      fix: fix('npm install --global pyodide@314.0.7'),
    })
  })
})
