import { verifyRun } from '../../experiment/verify-run.ts'
import { exitCodes } from '../../ground/errors.ts'
import { magiVersion } from '../../ground/package-root.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action } from '../command.ts'
import type { OutputFlags } from '../flags.ts'
import { findFolder } from './recorded.ts'

/** Checks a run folder, and prints what is wrong with it. */
export function verify(name: string, flags: OutputFlags): Action {
  return async (context) => {
    const { terminal } = context
    const folder = await findFolder(name, context)
    const verification = await verifyRun(folder, magiVersion())
    const { findings, ok, samples } = verification
    if (flags.json) terminal.out(`${safeJson(verification)}\n`)
    else {
      for (const { level, file, line, key, text } of findings) {
        const where = [line === undefined ? file : `${file}:${line}`, ...(key === undefined ? [] : [key])]
        const mark = level === 'broken' ? terminal.style('red', 'broken') : terminal.style('yellow', 'note  ')
        terminal.out(`${mark}  ${cleanForTerminal(`${where.join(': ')}: ${text}`)}\n`)
      }
      const broken = findings.filter(({ level }) => level === 'broken').length
      const checked = `${formatMany(samples, 'sample')} checked in ${folder}`
      terminal.out(ok ? `ok: ${checked}\n` : `${formatMany(broken, 'finding')}: ${checked}\n`)
    }
    return ok ? exitCodes.answered : exitCodes.failed
  }
}
