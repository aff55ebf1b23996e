import type { Command } from 'commander'
import { exitCodes } from '../../ground/errors.ts'
import { magiVersion } from '../../ground/version.ts'
import type { Action, RunAction } from '../command.ts'
import { addOutputFlags, type OutputFlags } from '../flags.ts'
import { findFolder } from './recorded.ts'

/** `magi runs verify`: is a run folder whole? */
export function addRunsVerify(group: Command, run: RunAction): void {
  addOutputFlags(group.command('verify').argument('<run>', 'a run: id or folder'))
    .summary('check that a run folder is whole and agrees with itself')
    .description(
      'Check every line of the journal, its keys, attempts and seeds against the manifest, and the result against the journal.\n' +
        'Changes nothing. Each finding is named with its line; exit code 1 where something is broken.',
    )
    .action((named: string, flags: OutputFlags) => run(verify(named, flags), flags))
}

function verify(named: string, flags: OutputFlags): Action {
  return async (context) => {
    const { terminal } = context
    const magi = await import('../../index.ts')
    const folder = await findFolder(magi, named, context)
    const verification = await magi.verifyRun(folder, magiVersion())
    const { findings, ok, samples } = verification
    if (flags.json) terminal.out(`${magi.safeJson(verification)}\n`)
    else {
      for (const { level, file, line, key, text } of findings) {
        const where = [line === undefined ? file : `${file}:${line}`, ...(key === undefined ? [] : [key])]
        const mark = level === 'broken' ? terminal.style('red', 'broken') : terminal.style('yellow', 'note  ')
        terminal.out(`${mark}  ${magi.cleanForTerminal(`${where.join(': ')}: ${text}`)}\n`)
      }
      const broken = findings.filter(({ level }) => level === 'broken').length
      const checked = `${magi.formatMany(samples, 'sample')} checked in ${folder}`
      terminal.out(ok ? `ok: ${checked}\n` : `${magi.formatMany(broken, 'finding')}: ${checked}\n`)
    }
    return ok ? exitCodes.answered : exitCodes.failed
  }
}
