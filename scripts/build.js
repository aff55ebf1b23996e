// Builds `dist`: the types, file by file, and the program joined to few files, because what a start costs is the number of files
// that it loads (docs/decisions/0005-start-up.md). Whatever is imported as it is needed stays a file of its own.
// It is made aside and then put in place, so that nobody meets half of it. Packages are left outside: they are loaded from node_modules, so that a library user's zod is Magi's zod.
import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(project, 'dist')
const made = join(project, 'build', `dist-${process.pid}`)

const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', made], {
  cwd: project,
  stdio: 'inherit',
})

const { exports } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
const doors = Object.values(exports).flatMap((door) => door.default ?? [])
const input = Object.fromEntries(
  [...doors, './dist/cli/main.js'].map((built) => {
    const name = built.slice('./dist/'.length, -'.js'.length)
    return [name, join(project, 'src', `${name}.ts`)]
  }),
)
const isOutside = (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:/.test(id)
const joined = await rolldown({
  input,
  cwd: project,
  platform: 'node',
  external: isOutside,
  transform: { target: 'es2023' },
})
await joined.write({
  dir: made,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'joined/[name]-[hash].js',
})
await joined.close()

rmSync(dist, { recursive: true, force: true })
renameSync(made, dist)
