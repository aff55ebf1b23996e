import type { Command } from 'commander'
import { exitCodes } from '../../ground/errors.ts'
import type { Check } from '../../index.ts'
import { plannedRequest } from '../../run/open-model.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Action, RunAction } from '../command.ts'
import { commandSettings } from '../draw/settings.ts'
import { addOutputFlags, addRuntimeFlags, collect, type DrawFlags, groups } from '../flags.ts'

/** `magi doctor`: would a vote run here? */
export function addDoctor(program: Command, run: RunAction): void {
  const command = program.command('doctor').helpGroup(groups.setUp)
  addRuntimeFlags(command)
    .summary('check host, model, window, memory and slots')
    .description('Check whether a vote would run here. The exit code is that of a vote.')
    .option('--slots <number>', 'samples drawn at once')
    .option('-o, --option <key=value>', 'any option of the runtime; repeatable', collect)
  addOutputFlags(command).action((flags: DrawFlags) => run(doctor(flags), flags))
}

export function doctor(flags: DrawFlags): Action {
  return async ({ terminal, cli, stop }) => {
    const magi = await import('../../index.ts')
    const settings = await commandSettings('vote', flags, cli)
    const driver = magi.createOllamaDriver(settings.get('host'))
    const asked = settings.maybe('model')
    const checks: Check[] = []
    const findings = magi.checkMachine(driver, {
      cards: (await magi.listModelCards(settings.files)).map(({ value }) => value),
      allowRemote: settings.get('allowRemote'),
      slots: settings.get('slots'),
      loadMs: settings.get('loadTimeout'),
      windowAsked: Number(settings.options['num_ctx']?.value),
      request: (model, prompt) => plannedRequest(settings, model, { prompt, instruct: false }),
      clock: cli.clock,
      signal: stop,
      ...(asked === undefined ? {} : { asked }),
    })
    for await (const check of findings) {
      checks.push(check)
      if (!flags.json) terminal.out(checkText(check, terminal.style))
    }
    const failed = checks.find(({ status }) => status === 'fail')
    if (flags.json) {
      const ok = failed === undefined
      terminal.out(`${magi.safeJson({ schema: 'magi.doctor/1', host: driver.host, ok, checks })}\n`)
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
