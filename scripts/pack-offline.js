// npm run pack:offline: one package file that holds its dependencies, for machines that reach no registry.
//
// npm bundles what package.json lists under bundleDependencies. Listed there for good, every release would carry 42 MB of other
// people's packages, so the list is written into a copy: the packed files, unpacked, with the dependencies beside them that the
// lockfile names and `npm ci` installed. Reaches no network itself.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const to = resolve(process.argv[2] ?? '.')
const staging = mkdtempSync(join(tmpdir(), 'magi-offline-'))
try {
  pack('.', staging)
  const [packed] = readdirSync(staging)
  execFileSync('tar', ['-xzf', packed], { cwd: staging })
  const folder = join(staging, 'package')

  for (const path of dependencyFolders()) {
    if (!existsSync(path)) throw new Error(`${path} is not installed. Run: npm ci`)
    cpSync(path, join(folder, path), { recursive: true, dereference: true })
  }
  const description = join(folder, 'package.json')
  const { scripts: _, devDependencies: __, ...kept } = JSON.parse(readFileSync(description, 'utf8'))
  // By name: npm takes `true` for what is no optional dependency.
  const bundleDependencies = Object.keys({ ...kept.dependencies, ...kept.optionalDependencies })
  writeFileSync(description, `${JSON.stringify({ ...kept, bundleDependencies }, null, 2)}\n`)

  rmSync(join(staging, packed))
  pack(folder, staging)
  const name = packed.replace(/\.tgz$/, '-offline.tgz')
  renameSync(join(staging, packed), join(to, name))
  process.stdout.write(`${join(to, name)}\n`)
} finally {
  rmSync(staging, { recursive: true, force: true })
}

/** Packs a folder; what its build prints goes to stderr. */
function pack(folder, destination) {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', destination], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
}

/** Folders of what the program needs when it runs, nested ones included, as the lockfile has them. */
function dependencyFolders() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path]) => path)
}
