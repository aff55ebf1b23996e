import type { Clock } from '../ground/clock.ts'
import type { VoteResult } from '../run/opened-vote.ts'
import type { Draw } from '../sample/draw.ts'
import type { FairQueue } from './fair-queue.ts'

/** Upper bounds of the buckets in which the seconds of votes are counted: from what a small model takes to an hour of a large one. */
const secondBounds = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600]

/**
 * What `magi serve` has done since it was started, in the text format of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): counters of votes, samples and tokens, a histogram of seconds, gauges of the
 * queue. Labels are words of the program only, never what a request or a model wrote.
 */
export class Metrics {
  readonly #queue: FairQueue
  readonly #votesRunning: () => number
  readonly #votes = new Map<string, number>()
  readonly #samples = new Map<string, number>()
  readonly #tokens = { prompt: 0, output: 0 }
  /** Votes by the bucket of their seconds; the last one is for what took longer than all bounds. */
  readonly #seconds = new Array<number>(secondBounds.length + 1).fill(0)
  #secondsSum = 0

  /** @param votesRunning - Votes that are drawn or wait now. */
  constructor(queue: FairQueue, votesRunning: () => number) {
    this.#queue = queue
    this.#votesRunning = votesRunning
  }

  /** Counts a sample that ended, whether its vote counts it or not. */
  sample({ end, usage, counted }: Pick<Draw, 'end' | 'usage' | 'counted'>): void {
    add(this.#samples, end.type)
    this.#tokens.prompt += usage.promptTokens ?? 0
    this.#tokens.output += usage.outputTokens ?? counted.thinking + counted.answer
  }

  /** Counts a vote that is over, by how it ended. */
  vote({ break: broken, vote }: Pick<VoteResult, 'break' | 'vote'>, seconds: number): void {
    add(this.#votes, broken === undefined ? vote.type : 'stopped')
    const bucket = secondBounds.findIndex((bound) => seconds <= bound)
    const place = bucket < 0 ? secondBounds.length : bucket
    this.#seconds[place] = (this.#seconds[place] ?? 0) + 1
    this.#secondsSum += seconds
  }

  /** Counts a vote that could not be held. */
  failedVote(): void {
    add(this.#votes, 'failed')
  }

  /** All of it, as a page that Prometheus reads. */
  text(): string {
    const { slots, free, waiting } = this.#queue
    return [
      ...family(
        'magi_votes_total',
        'counter',
        'Votes that are over, by outcome.',
        labelled('outcome', this.#votes),
      ),
      ...family(
        'magi_samples_total',
        'counter',
        'Samples that ended, by ending.',
        labelled('ending', this.#samples),
      ),
      ...family(
        'magi_tokens_total',
        'counter',
        'Tokens of the samples that ended; thinking is output.',
        labelled('kind', new Map(Object.entries(this.#tokens))),
      ),
      ...family(
        'magi_vote_seconds',
        'histogram',
        'Seconds from the start of a vote to its end, waiting included.',
        [...this.#buckets()],
      ),
      ...family('magi_votes_running', 'gauge', 'Votes that are drawn or wait now.', [
        ['', this.#votesRunning()],
      ]),
      ...family('magi_queue_waiting', 'gauge', 'Requests that wait for their first slot.', [['', waiting]]),
      ...family('magi_slots', 'gauge', 'Slots of the runtime, by state.', [
        ['{state="busy"}', slots - free],
        ['{state="free"}', free],
      ]),
      '',
    ].join('\n')
  }

  *#buckets(): Generator<Line> {
    let votes = 0
    for (const [place, count] of this.#seconds.entries()) {
      votes += count
      yield [`_bucket{le="${secondBounds[place] ?? '+Inf'}"}`, votes]
    }
    yield ['_sum', this.#secondsSum]
    yield ['_count', votes]
  }
}

/** What follows the name of a metric on its line: a suffix and labels; and the value. */
type Line = readonly [suffix: string, value: number]

function family(name: string, type: string, help: string, lines: readonly Line[]): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...lines.map(([suffix, value]) => `${name}${suffix} ${value}`),
  ]
}

function labelled(label: string, counts: ReadonlyMap<string, number>): Line[] {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, count]) => [`{${label}="${value}"}`, count])
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** A clock for the seconds of one vote. */
export function stopwatch(clock: Clock): () => number {
  const begunMs = clock.nowMs()
  return () => (clock.nowMs() - begunMs) / 1_000
}
