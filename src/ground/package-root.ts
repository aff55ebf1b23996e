import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The name in Magi's own package.json. */
const packageName = 'magi'

/** This package, as it is installed. */
interface MagiPackage {
  readonly folder: string
  readonly version: string
}

/**
 * The nearest `package.json` above `from` that is Magi's own.
 *
 * Compiled code may lie in `dist/`, `build/src/` or `src/`, so the depth is not known; a `package.json` of another name on the
 * way (a bundler's, a marker of the module type) is passed over.
 *
 * @param from - An absolute path; a file or a folder.
 * @throws Error where there is none up to the top: the package was taken apart, so install it whole.
 */
export function packageAbove(from: string): MagiPackage {
  for (let folder = from; ; folder = dirname(folder)) {
    const { name, version } = readPackage(join(folder, 'package.json'))
    if (name === packageName) return { folder, version: String(version) }
    if (dirname(folder) === folder) {
      throw new Error(`No package.json named "${packageName}" above ${from}. Install the package whole.`)
    }
  }
}

function readPackage(path: string): { readonly name?: unknown; readonly version?: unknown } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) ?? {}
  } catch {
    return {} // absent, or not ours to judge
  }
}

let own: MagiPackage | undefined

function ownPackage(): MagiPackage {
  own ??= packageAbove(fileURLToPath(import.meta.url))
  return own
}

/** The folder of this installation of Magi: it holds `package.json` and `configs/`. */
export function packageRoot(): string {
  return ownPackage().folder
}

/** The version of this installation of Magi. */
export function magiVersion(): string {
  return ownPackage().version
}

/**
 * A path below the `configs/` folder that ships with Magi.
 *
 * @param parts - Path below `configs/`, for example `'presets'`, `'card.json'`.
 */
export function builtInPath(...parts: string[]): string {
  return join(packageRoot(), 'configs', ...parts)
}
