import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The version of Pyodide whose snapshots and globals the harness is written for. */
export const pyodideVersion = '314.0.7'

/** The folder of Pyodide, an optional dependency, or none where it is not installed. */
export function findPyodide(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'))
    return existsSync(folder) ? realpathSync(folder) : undefined
  } catch {
    return undefined
  }
}
