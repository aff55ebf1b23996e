import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { packageRoot } from '../ground/package-root.ts'

/** The version of Pyodide whose snapshots and globals the harness is written for. */
export const pyodideVersion = '314.0.7'

/** Where Pyodide is, or why it cannot be used and how it is installed. */
export type PyodidePlace = { readonly folder: string } | { readonly reason: string; readonly fix: string }

/**
 * Looks for Pyodide, an optional dependency.
 *
 * @param root - The folder of this installation of Magi.
 */
export function findPyodide(root = packageRoot()): PyodidePlace {
  const found = installed(root)
  if (found === undefined) {
    return { reason: 'Pyodide, which runs the programs, is not installed', fix: fixOf(root) }
  }
  if (found.version !== pyodideVersion) {
    const reason = `Pyodide ${found.version} is installed (${found.folder}), and programs are run by ${pyodideVersion} alone`
    return { reason, fix: fixOf(root) }
  }
  return { folder: found.folder }
}

function installed(root: string): { readonly folder: string; readonly version: string } | undefined {
  try {
    const description = createRequire(join(root, 'package.json')).resolve('pyodide/package.json')
    const folder = realpathSync(dirname(description))
    const { version } = JSON.parse(readFileSync(description, 'utf8')) as { version?: unknown }
    return { folder, version: String(version) }
  } catch {
    return undefined
  }
}

function fixOf(root: string): string {
  return `It is an optional dependency of Magi. Run: ${installLine(root)}`
}

/** The command that installs Pyodide where this installation of Magi looks for it: beside it, or in its own folder for a clone. */
function installLine(root: string): string {
  const beside = dirname(root)
  if (basename(beside) !== 'node_modules') return `npm --prefix ${quoted(root)} ci --include=optional`
  const project = dirname(beside)
  const name = `pyodide@${pyodideVersion}`
  return existsSync(join(project, 'package.json'))
    ? `npm --prefix ${quoted(project)} install --save-exact ${name}`
    : `npm install --global ${name}`
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : JSON.stringify(path)
}
