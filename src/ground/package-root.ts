import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The name in Magi's own package.json. */
const packageName = 'magi'

/**
 * The folder of the nearest `package.json` above `from` that is Magi's own.
 *
 * Compiled code may lie in `dist/`, `build/src/` or `src/`, so the depth is not known; a `package.json` of another name on the
 * way (a bundler's, a marker of the module type) is passed over.
 *
 * @param from - An absolute path; a file or a folder.
 * @throws Error where there is none up to the top: the package was taken apart, so install it whole.
 */
export function rootAbove(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (isMagi(join(folder, 'package.json'))) return folder
    if (dirname(folder) === folder) {
      throw new Error(`No package.json named "${packageName}" above ${from}. Install the package whole.`)
    }
  }
}

function isMagi(path: string): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown }).name === packageName
  } catch {
    return false // absent, or not ours to judge
  }
}

let root: string | undefined

/** The folder of this installation of Magi: it holds `package.json` and `configs/`. */
export function packageRoot(): string {
  root ??= rootAbove(fileURLToPath(import.meta.url))
  return root
}

/**
 * A path below the `configs/` folder that ships with Magi.
 *
 * @param parts - Path below `configs/`, for example `'presets'`, `'card.json'`.
 */
export function builtInPath(...parts: string[]): string {
  return join(packageRoot(), 'configs', ...parts)
}
