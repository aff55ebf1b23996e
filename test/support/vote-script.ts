import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sample, sampleSchema } from '../../src/sample/sample.ts'
import type { VoteReport } from '../../src/vote/schema.ts'
import { voteReportSchema } from '../../src/vote/schema.ts'
import type { WireBody } from './run-cli.ts'
import type { Handler } from './scripted-ollama.ts'
import { chatStream, errorReply, type Reply } from './scripted-reply.ts'

/** A sample that thinks a little and answers on a line of its own. */
export function answering(answer: string): Reply {
  return chatStream({ thinking: 'Let me see.', text: ['It is so.\n\n', `Final answer: ${answer}`] })
}

/** Answers for the queue, as many as there may be requests, that reply by the seed of the sample, whatever order they arrive in. */
export function bySeeds(replies: Readonly<Record<number, Reply | string>>): Handler[] {
  const handler: Handler = ({ body }) => {
    const reply = replies[Number((body as WireBody).options['seed'])]
    if (reply === undefined) return errorReply(500, 'script: no reply for this seed')
    return typeof reply === 'string' ? answering(reply) : reply
  }
  return Array.from({ length: 64 }, () => handler)
}

/** As `bySeeds`, for the samples 0, 1, 2 … of a vote: the one for the seed `base + i` is `replies[i]`. */
export function bySeed(base: number, replies: readonly (Reply | string)[]): Handler[] {
  return bySeeds(Object.fromEntries(replies.map((reply, index) => [base + index, reply])))
}

/** Reads what `vote --json` printed, strictly, and checks that its numbers agree with each other. */
export function readVote(stdout: string): VoteReport {
  const report = voteReportSchema.parse(JSON.parse(stdout))
  const { samples, stop, vote, clusters } = report
  const ballots = clusters.reduce((sum, { votes }) => sum + votes, 0)
  const broken = [
    samples.drawn === samples.finished + samples.tripped + samples.failed ? '' : 'drawn',
    stop.saved === samples.asked - samples.drawn - samples.cancelled ? '' : 'saved',
    samples.withoutAnswer === samples.drawn - ballots ? '' : 'withoutAnswer',
    clusters.every((cluster) => cluster.votes === cluster.samples.length) ? '' : 'samples of clusters',
    'share' in vote && vote.share !== vote.votes / vote.ballots ? 'share' : '',
    'ballots' in vote && vote.ballots !== ballots ? 'ballots' : '',
    stdout.endsWith('}\n') && stdout.trimEnd().split('\n').length === 1 ? '' : 'one line',
  ].filter((name) => name !== '')
  if (broken.length > 0) throw new Error(`The report does not add up (${broken.join(', ')}): ${stdout}`)
  return report
}

/** What a run left on the disk. */
export async function readRun(folder: string): Promise<{
  manifest: Record<string, unknown>
  samples: Sample[]
  result: unknown
}> {
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  const lines = (await read('journal.jsonl')).split('\n').slice(0, -1)
  return {
    manifest: JSON.parse(await read('manifest.json')) as Record<string, unknown>,
    samples: lines.map((line) => sampleSchema.parse(JSON.parse(line))),
    result: await read('result.json').then(JSON.parse, () => undefined),
  }
}

/** The only run in a folder of runs. */
export async function onlyRun(runs: string): Promise<string> {
  const [name = '', ...others] = await readdir(runs)
  if (others.length > 0) throw new Error(`There are ${others.length + 1} runs in ${runs}.`)
  return join(runs, name)
}
