import type { SeedRange } from '../../experiment/seed-ranges.ts'
import { safeJson, safeJsonText } from '../../report/json.ts'
import { openModel } from '../../run/open-model.ts'
import type { OpenModel } from '../../run/opened-model.ts'
import { chatBody } from '../../runtime/request-body.ts'
import type { SamplePlan } from '../../sample/plan.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { nameHost } from '../terminal/name-host.ts'
import { whereabouts } from './host-access.ts'
import type { CommandSettings } from './settings.ts'

/** A model that is open, and the plan of the requests for a prompt. */
export interface ShownPlan extends OpenModel {
  readonly plan: SamplePlan
}

/** The runtime that the settings name, and the model on it. */
export async function modelFromSettings(
  settings: CommandSettings,
  context: Pick<CommandContext, 'stop' | 'terminal' | 'cli'>,
): Promise<OpenModel> {
  const { stop, terminal, cli } = context
  const { where, from } = await whereabouts(settings, context)
  return openModel({
    where,
    clock: cli.clock,
    model: settings.maybe('model'),
    allowRemote: settings.get('allowRemote'),
    folders: settings.folders,
    signal: stop,
    onHost: (url) => nameHost({ url, from }, terminal),
  })
}

/** Shows which model it is, and warns of what the user should know of the plan. */
export function showPlan(
  { driver, model, plan }: ShownPlan,
  settings: CommandSettings,
  verbose: boolean,
  { terminal }: CommandContext,
): void {
  const { name, digest, card } = model
  const pieces = [
    `${name} (${digest.slice(0, 12)})`,
    card.title,
    `preset ${settings.preset.name}`,
    `window ${plan.windowTokens}`,
  ]
  terminal.note(terminal.style('dim', cleanForTerminal(pieces.join(' · '))))
  if (verbose) terminal.err(`${settingLines(settings, driver.host)}${thinkingLine(plan, settings)}`)
  for (const warning of [...settings.warnings, ...plan.warnings]) terminal.warn(warning)
}

/**
 * What `--dry-run` prints: the request as it would be sent, every seed, the limits, and where each value came from.
 *
 * @param seeds - The seeds of a vote, or the range of each problem of an experiment.
 */
export function dryRunText(
  { driver, plan, model }: ShownPlan,
  settings: CommandSettings,
  seeds: readonly number[] | readonly SeedRange[],
): string {
  const { request, limits, windowTokens, promptTokensEstimate } = plan
  const report = {
    host: driver.host,
    runtimeVersion: model.runtimeVersion,
    model: { name: model.name, digest: model.digest, card: model.card.name },
    request: { ...chatBody(request), stream: true },
    seeds,
    limits,
    window: { tokens: windowTokens, promptTokensEstimate },
    from: originsOf(settings, driver.host),
  }
  return `${safeJsonText(JSON.stringify(report, null, 2))}\n`
}

/** Every setting and option with where it came from. The host is shown as it is spoken to, without credentials. */
function originsOf(
  settings: CommandSettings,
  host: string,
): Readonly<Record<string, { value: unknown; from: string }>> {
  const options = Object.entries(settings.options).map(([name, each]) => [`options.${name}`, each] as const)
  const all = [...Object.entries(settings.origins), ...options]
  return Object.fromEntries(
    all.map(([name, { value, from }]) => [name, { value: name === 'host' ? host : value, from }]),
  )
}

/** The settings for a person, a line each. */
function settingLines(settings: CommandSettings, host: string): string {
  return Object.entries(originsOf(settings, host))
    .map(([name, { value, from }]) => `${`${name}: `.padEnd(22)}${safeJson(value)} (${from})\n`)
    .join('')
}

/** The limit of thinking, where it is what the output limit leaves. */
function thinkingLine({ limits }: SamplePlan, settings: CommandSettings): string {
  const { thinkingTokens, allTokens } = limits
  if (settings.maybe('maxThinkingTokens') !== undefined || thinkingTokens === undefined) return ''
  return `${'maxThinkingTokens'.padEnd(20)} ${thinkingTokens} (what ${allTokens} tokens in all leave beside an answer)\n`
}
