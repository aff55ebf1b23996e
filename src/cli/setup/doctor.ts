import { listModelCards } from '../../config/model-card.ts'
import { defined } from '../../ground/defined.ts'
import { exitCodes, MagiError } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import { slotsOfHost } from '../../run/host-targets.ts'
import { openModel, plannedRequest } from '../../run/open-model.ts'
import { createOllamaDriver } from '../../runtime/ollama.ts'
import { checkMachine } from '../../sample/check-machine.ts'
import type { Check } from '../../sample/check-model.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action, CommandContext } from '../command.ts'
import { whereabouts } from '../draw/host-access.ts'
import { commandSettings } from '../draw/settings.ts'
import type { DrawFlags } from '../flags.ts'
import { nameHost } from '../terminal/name-host.ts'
import { sandboxChecks } from './sandbox-checks.ts'

/** What was found on one host. */
interface HostChecks {
  readonly host: string
  readonly ok: boolean
  readonly checks: readonly Check[]
}

/** Checks every host that is named, one after another, and whether they may draw one run. */
export function doctor(flags: DrawFlags): Action {
  return async (context) => {
    const { terminal, cli, stop } = context
    const settings = await commandSettings('vote', flags, cli)
    const { where, from } = await whereabouts(settings, { terminal, cli })
    const cards = (await listModelCards(settings.files)).map(({ value }) => value)
    const isSeveral = where.targets.length > 1
    const found: HostChecks[] = []
    for (const target of where.targets) {
      const driver = createOllamaDriver(target.address, { access: where.access })
      nameHost({ url: driver.host, from }, terminal)
      if (isSeveral && !flags.json) terminal.out(`${driver.host}\n`)
      const checks: Check[] = []
      const findings = checkMachine(driver, {
        cards,
        allowRemote: settings.get('allowRemote'),
        slots: slotsOfHost(target, settings),
        loadMs: settings.get('loadTimeout'),
        windowAsked: Number(settings.options['num_ctx']?.value),
        request: (model, prompt) => plannedRequest(settings, model, { prompt, instruct: false }),
        clock: cli.clock,
        signal: stop,
        ...defined({ asked: target.model ?? settings.maybe('model') }),
      })
      for await (const check of findings) {
        checks.push(check)
        if (!flags.json) terminal.out(checkText(check, terminal.style))
      }
      found.push({ host: driver.host, ok: checks.every(({ status }) => status !== 'fail'), checks })
    }
    const together = isSeveral ? await checkTogether(settings, where, context) : undefined
    if (together !== undefined && !flags.json)
      terminal.out(`all hosts\n${checkText(together, terminal.style)}`)
    const here = await sandboxChecks(settings, cli, stop)
    if (!flags.json) for (const check of here) terminal.out(checkText(check, terminal.style))
    const checks = [
      ...found.flatMap((each) => each.checks),
      ...(together === undefined ? [] : [together]),
      ...here,
    ]
    const failed = checks.find(({ status }) => status === 'fail')
    if (flags.json) {
      const ok = failed === undefined
      const [first] = found
      const body = isSeveral ? { ok, hosts: found, together, here } : { host: first?.host, ok, checks }
      terminal.out(`${safeJson({ schema: 'magi.doctor/1', ...body })}\n`)
    }
    return failed?.exitCode ?? exitCodes.answered
  }
}

/** Whether the hosts that answer have the same model, and may draw one run. */
async function checkTogether(
  settings: Awaited<ReturnType<typeof commandSettings>>,
  where: Awaited<ReturnType<typeof whereabouts>>['where'],
  { cli, stop }: Pick<CommandContext, 'cli' | 'stop'>,
): Promise<Check> {
  try {
    const { model, executor } = await openModel({
      where,
      model: settings.maybe('model'),
      allowRemote: settings.get('allowRemote'),
      folders: settings.folders,
      clock: cli.clock,
      signal: stop,
    })
    const text = `those that answer have the same ${model.name}, and draw ${executor.slots ?? 1} samples at once`
    return { name: 'same', status: 'ok', text }
  } catch (thrown) {
    if (!(thrown instanceof MagiError)) throw thrown
    const { message: text, fix, exitCode } = thrown
    return { name: 'same', status: 'fail', text, fix, exitCode }
  }
}

function checkText(
  { name, status, text, fix }: Check,
  style: (style: 'green' | 'yellow' | 'red', text: string) => string,
): string {
  const mark = { ok: style('green', 'ok  '), warn: style('yellow', 'warn'), fail: style('red', 'fail') }[
    status
  ]
  const line = `${mark}  ${name.padEnd(9)} ${cleanForTerminal(text)}\n`
  return fix === undefined ? line : `${line}${' '.repeat(16)}${cleanForTerminal(fix)}\n`
}
