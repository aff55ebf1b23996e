import { findRun, readManifest } from '../../journal/run-folder.ts'
import { formatMany } from '../../report/format.ts'
import { safeJsonText } from '../../report/json.ts'
import type { VoteRun } from '../../run/opened-vote.ts'
import { requireCommand } from '../../run/reopen.ts'
import { planResumedVote, resumeVote } from '../../run/resume-vote.ts'
import { chatBody } from '../../runtime/request-body.ts'
import type { Sample } from '../../sample/sample.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { resumeWish } from '../draw/resume-flags.ts'
import { commandSettings } from '../draw/settings.ts'
import type { DrawFlags } from '../flags.ts'

/**
 * Opens a vote that was begun before: everything comes from its manifest; flags may only say the same. With `--dry-run` nothing is
 * opened, and the text says what would be drawn.
 */
export async function resumeFromFlags(
  named: string,
  flags: DrawFlags,
  context: CommandContext,
): Promise<VoteRun | string> {
  const { cli, stop, terminal } = context
  const folder = await findRun(named, cli.env)
  const manifest = await readManifest(folder)
  requireCommand(manifest, 'vote', folder, named)
  const settings = await commandSettings('vote', flags, cli)
  const wish = await resumeWish({ folder, manifest }, flags, settings, context)
  const world = { clock: cli.clock, signal: stop }
  if (flags.dryRun) {
    const { host, request, onDisk, left } = await planResumedVote(wish, world)
    const report = {
      ...{ runId: manifest.runId, folder, host },
      request: { ...chatBody(request), stream: true },
      onDisk,
      seeds: left.map(({ seed }) => seed),
    }
    return `${safeJsonText(JSON.stringify(report, null, 2))}\n`
  }
  const run = await resumeVote(wish, world)
  const isKept = ({ end }: Sample) => end.type === 'finished' || end.type === 'tripped'
  const keptIndexes = new Set(run.earlier.filter(isKept).map(({ index }) => index))
  const { name, digest } = run.model
  const pieces = [
    `${cleanForTerminal(name)} (${digest.slice(0, 12)})`,
    `goes on with ${manifest.runId}`,
    `${keptIndexes.size} of ${formatMany(run.manifest.n, 'sample')} on the disk`,
  ]
  terminal.note(terminal.style('dim', pieces.join(' · ')))
  return run
}
