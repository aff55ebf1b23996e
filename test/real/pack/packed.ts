import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../house/source-files.ts'

/** The package as it would be published, unpacked where an importer finds it. */
export interface Packed {
  /** Paths in the package, sorted, with their modes. */
  readonly files: readonly { readonly path: string; readonly mode: number }[]
  /** A folder in which `import 'magi'` finds the package, and the package its dependencies. */
  readonly consumer: string
  remove(): void
}

/** Packs what is built, as `npm pack` does; the build itself is `npm test`'s, so that it does not change under other tests. */
export function pack(): Packed {
  const consumer = mkdtempSync(join(tmpdir(), 'magi-pack-'))
  const output = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', consumer], {
    cwd: projectFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const described = JSON.parse(output) as
    | { filename: string; files: { path: string; mode: number }[] }[]
    | Record<string, { filename: string; files: { path: string; mode: number }[] }>
  const [packed] = Object.values(described)
  if (packed === undefined) throw new Error(`npm pack says nothing of a package: ${output}`)

  const modules = join(consumer, 'node_modules')
  const magi = join(modules, 'magi')
  mkdirSync(magi, { recursive: true })
  execFileSync('tar', ['-xzf', join(consumer, packed.filename), '-C', magi, '--strip-components=1'])
  const installed = join(projectFolder, 'node_modules')
  for (const name of readdirSync(installed)) {
    if (name !== 'magi' && !name.startsWith('.'))
      symlinkSync(join(installed, name), join(modules, name), 'junction')
  }
  return {
    files: [...packed.files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    consumer,
    remove: () => rmSync(consumer, { recursive: true, force: true }),
  }
}
