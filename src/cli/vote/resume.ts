import { UsageError } from '../../ground/errors.ts'
import type { AnswerContext, DrawRequest, Manifest, Sample } from '../../index.ts'
import { safeJsonText } from '../../report/json.ts'
import { stopRuleOf } from '../../vote/policy.ts'
import type { CommandContext } from '../command.ts'
import { load } from '../draw/open-model.ts'
import { manifestAsked } from '../draw/resume-flags.ts'
import { commandSettings } from '../draw/settings.ts'
import { nameHost } from '../terminal/name-host.ts'
import { trackPlanOf, type VoteFlags, type VoteRun, withoutText } from './begin.ts'

/**
 * Opens a vote that was begun before: everything comes from its manifest; flags may only say the same. With `--dry-run` nothing is
 * opened, and the text says what would be drawn.
 */
export async function resumeVote(
  named: string,
  flags: VoteFlags,
  context: CommandContext,
): Promise<VoteRun | { readonly type: 'dry-run'; readonly text: string }> {
  const magi = await import('../../index.ts')
  const { cli, stop } = context
  const folder = await magi.findRun(named, cli.env)
  const begun = await magi.readManifest(folder)
  if (begun.command !== 'vote') {
    throw new UsageError(`${folder} is a run of magi ${begun.command}.`, {
      fix: `Resume it with: magi ${begun.command} --resume ${named}`,
    })
  }
  const settings = await commandSettings('vote', flags, cli)
  const asked = manifestAsked(begun, flags, settings)
  const given = settings.origins['host']?.from ?? 'default'
  const driver = magi.createOllamaDriver(given === 'default' ? begun.runtime.host : settings.get('host'))
  nameHost({ url: driver.host, from: given === 'default' ? 'the run' : given }, context.terminal)
  const model = await magi.prepareModel(driver, {
    asked: flags.model === undefined ? begun.model.name : settings.get('model'),
    cards: (await magi.listModelCards(settings.files)).map(({ value }) => value),
    allowRemote: settings.get('allowRemote'),
    signal: stop,
  })
  const expected: Manifest = {
    ...asked,
    model: { name: model.name, digest: model.digest, card: begun.model.card },
  }
  const request = {
    ...begun.request,
    model: model.name,
    keepAlive: begun.keepAlive,
  } as unknown as DrawRequest
  const rule = stopRuleOf(begun)
  const earlier: Sample[] = []
  const keep = (sample: Sample) => void earlier.push(withoutText(sample))
  const samplesLeft = () => {
    const group = magi.answerGrouper(begun.answer as AnswerContext)
    return new magi.VoteTrack(trackPlanOf(begun), group, earlier).left
  }
  if (flags.dryRun) {
    magi.requireSame(folder, begun, expected)
    for await (const sample of magi.readSamples(folder, () => {})) keep(sample)
    const report = {
      runId: begun.runId,
      folder,
      host: driver.host,
      request: { ...magi.chatBody(request), stream: true },
      onDisk: earlier.length,
      seeds: samplesLeft().map(({ seed }) => seed),
    }
    return { type: 'dry-run', text: `${safeJsonText(JSON.stringify(report, null, 2))}\n` }
  }
  const run = await magi.resumeRun(folder, expected, keep)
  const { terminal } = context
  const isKept = ({ end }: Sample) => end.type === 'finished' || end.type === 'tripped'
  const kept = new Set(earlier.filter(isKept).map(({ index }) => index))
  const shown = [
    `${magi.cleanForTerminal(model.name)} (${model.digest.slice(0, 12)})`,
    `goes on with ${begun.runId}`,
    `${kept.size} of ${magi.formatMany(begun.n, 'sample')} on the disk`,
  ]
  terminal.note(terminal.style('dim', shown.join(' · ')))
  const manifest = { ...run.manifest, ...(flags.slots === undefined ? {} : { slots: settings.get('slots') }) }
  return {
    type: 'run',
    driver,
    model,
    request,
    run: { ...run, manifest },
    rule,
    earlier,
    async load() {
      if (samplesLeft().length > 0) await load({ driver, request }, begun.loadMs, context)
    },
  }
}
