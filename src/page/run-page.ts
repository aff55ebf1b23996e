import { promptOf, readResult } from '../experiment/run-summary.ts'
import { openPlots } from '../report/html/plot.ts'
import { sourceSection, voteSection } from '../report/html/source-section.ts'
import { readRun } from '../run/read-run.ts'
import { reportOfRun } from '../run/report-of-run.ts'
import { wholeSample } from '../run/whole-sample.ts'
import type { VoteDesk } from './desk.ts'
import { htmlReply, type PageReply, sampleAddress } from './page-request.ts'
import { folderOfRun, summaryOfRun } from './run-search.ts'
import { frameEnd, frameStart, troublePage } from './view/frame.ts'
import { type RunHead, runFrame, runHead } from './view/run.ts'
import { samplePage } from './view/sample.ts'

/** What the page of a run is made for. */
export interface RunVisit {
  readonly desk: Pick<VoteDesk, 'votes' | 'runsFolder'>
  readonly nowMs: number
  readonly formToken: string
  readonly signal: AbortSignal
  /** Why it could not be stopped or resumed. */
  readonly refused?: RunHead['refused']
}

/** The page of a run: how it stands, what can be done with it, and its report with every sample. */
export async function runPage(name: string, visit: RunVisit): Promise<PageReply> {
  const { desk, nowMs, formToken, signal, refused } = visit
  const vote = desk.votes().find(({ runId }) => runId === name)
  const live = vote && { vote, nowMs }
  const folder = folderOfRun(desk.runsFolder, name)
  const status = refused === undefined ? 200 : 409
  const head = { runId: name, formToken, live, refused }
  if (folder === undefined) {
    if (vote === undefined) return noRun(name)
    const contents = runHead({ ...head, question: vote.question, command: 'vote' })
    return htmlReply(`${frameStart(runFrame(head))}${contents.text}${frameEnd}`, status)
  }
  const run = await readRun(folder, { signal })
  const { manifest } = run
  const summary = await summaryOfRun(desk.runsFolder, name)
  const isVote = manifest.command === 'vote'
  const result = isVote ? await readResult(folder).catch(() => undefined) : undefined
  const report = await reportOfRun(run, { texts: true })
  const draw = await openPlots()
  const top = runHead({
    ...{ ...head, summary, command: manifest.command },
    question: isVote ? (vote?.question ?? promptOf(manifest)) : '',
    drawn: report.problems.flatMap(({ samples }) => samples).filter(({ ending }) => ending !== 'cancelled')
      .length,
    result: result?.schema === 'magi.vote/1' ? result : undefined,
  })
  const whole = (problem: string, index: number) => sampleAddress(name, problem, index)
  async function* pieces() {
    yield frameStart(runFrame(head))
    yield top.text
    // The question stands above; of a run without a sample there is nothing to report.
    const problems = report.problems.map(({ prompt: _prompt, ...problem }) => problem)
    if (!isVote) for (const piece of sourceSection(report, 0, draw, whole)) yield piece.text
    else if (problems.some(({ samples }) => samples.length > 0))
      yield voteSection({ ...report, problems }, draw, whole).text
    yield frameEnd
  }
  return htmlReply(pieces(), status)
}

/** The page of one sample of a run. */
export async function oneSamplePage(
  name: string,
  place: { readonly problem: string; readonly index: number },
  { desk, signal }: Pick<RunVisit, 'desk' | 'signal'>,
): Promise<PageReply> {
  const folder = folderOfRun(desk.runsFolder, name)
  if (folder === undefined) return noRun(name)
  const whole = await wholeSample(await readRun(folder, { signal }), place)
  if (whole !== undefined) return htmlReply(samplePage(name, whole))
  const message = `There is no sample ${place.problem}/${place.index} in run ${name}.`
  return htmlReply(troublePage('No such sample', message, 'Take one from the page of the run.'), 404)
}

function noRun(name: string): PageReply {
  const message = `There is no run "${name}" here.`
  return htmlReply(troublePage('No such run', message, 'The list of runs has all there are.'), 404)
}
