import { listModelCards } from '../../config/model-card.ts'
import { exitCodes } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import { plannedRequest } from '../../run/open-model.ts'
import { createOllamaDriver } from '../../runtime/ollama.ts'
import { checkMachine } from '../../sample/check-machine.ts'
import type { Check } from '../../sample/check-model.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action } from '../command.ts'
import { commandSettings } from '../draw/settings.ts'
import type { DrawFlags } from '../flags.ts'
import { nameHost } from '../terminal/name-host.ts'
import { sandboxChecks } from './sandbox-checks.ts'

export function doctor(flags: DrawFlags): Action {
  return async ({ terminal, cli, stop }) => {
    const settings = await commandSettings('vote', flags, cli)
    const driver = createOllamaDriver(settings.get('host'))
    nameHost({ url: driver.host, from: settings.origins['host']?.from ?? 'default' }, terminal)
    const modelName = settings.maybe('model')
    const checks: Check[] = []
    const findings = checkMachine(driver, {
      cards: (await listModelCards(settings.files)).map(({ value }) => value),
      allowRemote: settings.get('allowRemote'),
      slots: settings.get('slots'),
      loadMs: settings.get('loadTimeout'),
      windowAsked: Number(settings.options['num_ctx']?.value),
      request: (model, prompt) => plannedRequest(settings, model, { prompt, instruct: false }),
      clock: cli.clock,
      signal: stop,
      ...(modelName === undefined ? {} : { asked: modelName }),
    })
    const say = (check: Check) => {
      checks.push(check)
      if (!flags.json) terminal.out(checkText(check, terminal.style))
    }
    for await (const check of findings) say(check)
    for (const check of await sandboxChecks(settings, cli, stop)) say(check)
    const failed = checks.find(({ status }) => status === 'fail')
    if (flags.json) {
      const ok = failed === undefined
      terminal.out(`${safeJson({ schema: 'magi.doctor/1', host: driver.host, ok, checks })}\n`)
    }
    return failed?.exitCode ?? exitCodes.answered
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
