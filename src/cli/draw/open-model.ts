import { listModelCards } from '../../config/model-card.ts'
import type { DrawRequest, Driver, PlanInput, PreparedModel, SamplePlan, SeedRange } from '../../index.ts'
import { formatSpan } from '../../report/format.ts'
import { safeJson, safeJsonText } from '../../report/json.ts'
import { createOllamaDriver } from '../../runtime/ollama.ts'
import { chatBody } from '../../runtime/request-body.ts'
import { planSamples } from '../../sample/plan.ts'
import { loadModel, prepareModel } from '../../sample/prepare.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import type { DrawFlags } from '../flags.ts'
import { nameHost } from '../terminal/name-host.ts'
import { readImages } from './prompt.ts'
import type { CommandSettings } from './settings.ts'

/** A model that was found, and the plan of the requests for a prompt. */
export interface OpenModel {
  readonly driver: Driver
  readonly model: PreparedModel
  readonly plan: SamplePlan
}

/** The runtime, and the model on it. */
export async function findModel(
  settings: CommandSettings,
  { stop, terminal }: Pick<CommandContext, 'stop' | 'terminal'>,
): Promise<Pick<OpenModel, 'driver' | 'model'>> {
  const driver = createOllamaDriver(settings.get('host'))
  nameHost({ url: driver.host, from: settings.origins['host']?.from ?? 'default' }, terminal)
  const asked = settings.maybe('model')
  const model = await prepareModel(driver, {
    cards: (await listModelCards(settings.files)).map(({ value }) => value),
    allowRemote: settings.get('allowRemote'),
    signal: stop,
    ...(asked === undefined ? {} : { asked }),
  })
  return { driver, model }
}

/** Shows which model it is, and warns of what the user should know of the plan. */
export function showPlan(
  { driver, model, plan }: OpenModel,
  settings: CommandSettings,
  verbose: boolean,
  { terminal }: CommandContext,
): void {
  const { name, digest, card } = model
  const shown = [
    `${name} (${digest.slice(0, 12)})`,
    card.title,
    `preset ${settings.preset.name}`,
    `window ${plan.windowTokens}`,
  ]
  terminal.note(terminal.style('dim', cleanForTerminal(shown.join(' · '))))
  if (verbose) terminal.err(settingLines(settings, driver.host))
  for (const warning of [...settings.warnings, ...plan.warnings]) terminal.warn(warning)
}

/** Finds the model and plans the requests for a prompt. */
export async function openModel(
  settings: CommandSettings,
  flags: DrawFlags,
  prompt: string,
  { instruct, format }: { instruct: boolean; format?: unknown },
  context: CommandContext,
): Promise<OpenModel> {
  const found = await findModel(settings, context)
  const images = await readImages(flags.image ?? [], context.cli.cwd)
  const opened = {
    ...found,
    plan: plannedRequest(settings, found.model, { prompt, images, instruct, format }),
  }
  showPlan(opened, settings, flags.verbose === true, context)
  return opened
}

/** Plans the requests for a prompt from the settings. */
export function plannedRequest(
  settings: CommandSettings,
  model: PreparedModel,
  prompt: Pick<PlanInput, 'prompt' | 'images' | 'instruct' | 'format'>,
): SamplePlan {
  const options = Object.fromEntries(
    Object.entries(settings.options).map(([name, { value }]) => [name, value]),
  )
  const optional = {
    maxTokens: settings.maybe('maxTokens'),
    maxThinkingTokens: settings.maybe('maxThinkingTokens'),
    think: settings.maybe('think'),
    system: settings.maybe('system'),
    note: settings.preset.note,
  }
  return planSamples({
    model,
    options: options as { num_ctx: number },
    keepAlive: settings.get('keepAlive'),
    limits: {
      firstPartMs: settings.get('firstPartTimeout'),
      idleMs: settings.get('idleTimeout'),
      totalMs: settings.get('timeout'),
      ...loopLimit(settings),
    },
    ...prompt,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as object),
  })
}

/** The loop guard as the profile sets it, unless it is switched on or off. */
function loopLimit(settings: CommandSettings): Pick<PlanInput['limits'], 'loop'> {
  if (!settings.get('loopGuard')) return { loop: false }
  const { loop } = settings.profile.limits
  return loop === undefined || loop === false ? {} : { loop }
}

/** Loads the model before the first sample, under a spinner where stderr is a terminal. */
export async function load(
  { driver, request }: { readonly driver: Driver; readonly request: DrawRequest },
  limitMs: number,
  context: CommandContext,
): Promise<void> {
  const { terminal, cli, stop } = context
  const spinner = await startSpinner(`loading ${request.model}`, context)
  try {
    await loadModel(driver, request, {
      limitMs,
      clock: cli.clock,
      random: Math.random,
      signal: stop,
      onBusy: ({ message }, waitMs) =>
        terminal.note(`${cleanForTerminal(message)}; again in ${formatSpan(waitMs)}`),
    })
  } finally {
    spinner?.stop()
  }
  if (terminal.live) return
  terminal.note(`${cleanForTerminal(request.model)} is loaded`)
}

/** A spinner with a text, where stderr is a terminal. */
export async function startSpinner(
  text: string,
  { terminal, cli }: CommandContext,
): Promise<{ stop(): void } | undefined> {
  if (!terminal.live) return undefined
  const { default: ora } = await import('ora')
  const spinner = ora({
    text: cleanForTerminal(text),
    stream: cli.stderr,
    discardStdin: false,
    color: terminal.color ? 'cyan' : false,
  }).start()
  terminal.drawnInPlace(() => spinner.clear())
  return {
    stop() {
      terminal.drawnInPlace()
      spinner.stop()
    },
  }
}

/**
 * What `--dry-run` prints: the request as it would be sent, every seed, the limits, and where each value came from.
 *
 * @param seeds - The seeds of a vote, or the range of each problem of an experiment.
 */
export function dryRunText(
  { plan, model }: OpenModel,
  settings: CommandSettings,
  seeds: readonly number[] | readonly SeedRange[],
  host: string,
): string {
  const { request, limits, windowTokens, promptTokensEstimate } = plan
  const report = {
    host,
    runtimeVersion: model.runtimeVersion,
    model: { name: model.name, digest: model.digest, card: model.card.name },
    request: { ...chatBody(request), stream: true },
    seeds,
    limits,
    window: { tokens: windowTokens, promptTokensEstimate },
    from: originsOf(settings, host),
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
