import { resolve } from 'node:path'
import { exitCodes, RunFolderError, UsageError } from '../../ground/errors.ts'
import { writerOf } from '../../journal/lock.ts'
import { removeRun, requireRemovable } from '../../journal/remove-run.ts'
import type { Action, CommandContext } from '../command.ts'
import type { OutputFlags } from '../flags.ts'
import { ask } from '../terminal/question.ts'
import { findFolder } from './recorded.ts'

export type RemoveFlags = OutputFlags & { readonly yes?: boolean }

/** Removes runs for good, after asking. */
export function remove(names: readonly string[], flags: RemoveFlags): Action {
  return async (context) => {
    const { terminal } = context
    const folders: string[] = []
    for (const each of names) {
      const folder = await wholeName(each, context)
      await requireRemovable(folder)
      const writer = await writerOf(folder)
      if (writer !== undefined) {
        throw new RunFolderError(`${each} is being written by ${writer}. Nothing was removed.`, {
          fix: 'Stop it first, or wait for its end.',
        })
      }
      if (!folders.includes(folder)) folders.push(folder)
    }
    if (!flags.yes && !(await isConfirmed(folders, context))) {
      terminal.note('Nothing was removed.')
      return exitCodes.failed
    }
    for (const folder of folders) {
      const { isGone, kept } = await removeRun(folder)
      terminal.note(
        isGone
          ? `removed ${folder}`
          : `removed the run in ${folder}; other files in it are kept${kept.length === 0 ? '' : `: ${kept.join(', ')}`}`,
      )
    }
    return exitCodes.answered
  }
}

/** The folder of a run by its whole id or its path: part of an id may match another run tomorrow. */
async function wholeName(name: string, context: CommandContext): Promise<string> {
  const folder = await findFolder(name, context)
  if (
    folder === resolve(context.cli.cwd, name) ||
    folder.endsWith(`/${name}`) ||
    folder.endsWith(`\\${name}`)
  )
    return folder
  throw new UsageError(`"${name}" is not the whole id.`, { fix: `If you mean it, write ${folder}.` })
}

/** Asks for confirmation. @throws UsageError where stdin is not a terminal. */
async function isConfirmed(folders: readonly string[], context: CommandContext): Promise<boolean> {
  const { cli, terminal } = context
  if (cli.stdin.isTTY !== true) {
    throw new UsageError('Cannot ask for confirmation: stdin is not a terminal.', { fix: 'Add --yes.' })
  }
  for (const folder of folders) terminal.err(`  ${folder}\n`)
  const what = folders.length === 1 ? 'this run' : `these ${folders.length} runs`
  const answer = await ask(`Remove ${what} for good? [y/N] `, context)
  return /^y(es)?$/i.test(answer.trim())
}
