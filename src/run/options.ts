import type { AnswerContext } from '../answer/answer.ts'
import type { Preset } from '../config/preset-schema.ts'
import type { Profile } from '../config/profile-schema.ts'
import type { BudgetLimits } from '../experiment/budget.ts'
import type { Clock } from '../ground/clock.ts'
import type { RuntimeOptions, Think } from '../runtime/driver.ts'
import type { OnTrip } from '../sample/drawer.ts'
import type { PlanInput } from '../sample/plan.ts'
import type { Sample } from '../sample/sample.ts'
import type { Part } from '../stream/part.ts'
import type { VotingPolicy } from '../vote/policy.ts'
import type { VoteCount } from '../vote/run-vote.ts'

/** Which runtime to open, and which model on it. */
export interface OpenOptions {
  /** Address, as `OLLAMA_HOST` is written; `http://127.0.0.1:11434` where absent. The environment is not looked at. */
  readonly host?: string
  /** Several hosts in place of one, each as `host` is written, with `,slots=K` and `,model=NAME` behind it where need be. */
  readonly hosts?: readonly string[]
  /** Sent with every request to these hosts, by their names in lower case. Never shown or written. */
  readonly headers?: Readonly<Record<string, string>>
  /** Certificates in PEM that vouch for the hosts, beside those that this machine trusts. */
  readonly ca?: string
  /** Let hosts of several versions of the runtime draw one run. */
  readonly mixedVersions?: boolean
  /** How long a sample waits while no host is there; ten minutes where absent. */
  readonly hostTimeoutMs?: number
  /** As installed, or as a model card calls it; absent: the first installed of the Magistral cards. */
  readonly model?: string
  /** Allow a model that the runtime would ask another host for. */
  readonly allowRemote?: boolean
  /** Folders that hold `presets/`, `profiles/` or `models/` of your own. */
  readonly folders?: readonly string[]
  readonly clock?: Clock
  readonly signal?: AbortSignal
}

/** How samples are drawn; what is left out comes from preset, profile and model card. */
export interface SampleOptions {
  /** Name, path or value; `balanced` for one sample, `majority` for a vote, `card` for an experiment. */
  readonly preset?: string | Preset
  /** Name, path or value; `default` where absent. */
  readonly profile?: string | Profile
  /** Options of the request in the runtime's key names, over those of preset and profile. */
  readonly options?: RuntimeOptions
  /** Over the limits of the profile, times in milliseconds. */
  readonly limits?: Partial<PlanInput['limits']>
  readonly think?: Think
  /** Most tokens of a sample, and most of thinking. */
  readonly maxTokens?: number
  readonly maxThinkingTokens?: number
  /** Replaces the model's own system text. */
  readonly system?: string
  /** What follows a limit or a loop; `force` for one sample, `drop` else. */
  readonly onTrip?: OnTrip
  /** How often a sample may be asked for, or drawn under `retry`: 1 or more. */
  readonly maxAttempts?: number
  /** Seed of the first sample, 0 … 2^31 - 1; sample i has seed + i. Absent: random, and told by the sample. */
  readonly seed?: number
  /** Cancels: what is in flight is closed down to the socket. Before the first sample its reason is thrown. */
  readonly signal?: AbortSignal
  /** Told what the user should know: a clamped window, another model under the name. */
  readonly onNotice?: (text: string) => void
}

/** How one prompt is put to the model. */
export interface AskOptions extends SampleOptions {
  /** Base64, for a model that sees. */
  readonly images?: readonly string[]
  /** A JSON schema that the answer must fit. */
  readonly format?: unknown
  /** What answer is asked for. Absent: none for one sample, any kind for a vote. */
  readonly answer?: AnswerContext
  /** Sees every part of every sample as it comes. Must be quick. */
  readonly onPart?: (part: Part, index: number) => void
}

/** How the samples of a run are shared out and counted. What is left out has the default of `magi vote`, or of `magi bench`. */
export interface RunOptions extends Partial<VotingPolicy> {
  /** Samples drawn at once; those of the profile where absent. */
  readonly slots?: number
  /** Allow samples at temperature 0, which are all the same. */
  readonly allowIdentical?: boolean
  /** Keeps the run in this folder, where it can be read and resumed; absent, and no `runsFolder` either: nowhere. */
  readonly runFolder?: string
  /** Keeps the run in a folder of its own below this one, under its id. */
  readonly runsFolder?: string
}

/** How a vote is held. */
export interface VoteOptions extends AskOptions, RunOptions {
  /** How the vote stands after each sample, which is on the disk then. Must be quick. */
  readonly onCount?: (count: VoteCount, sample: Sample) => void
}

/** What `plan` is to say: what one sample would send, or a vote. */
export interface PlanOptions extends VoteOptions {
  /** `ask` where absent. */
  readonly for?: 'ask' | 'vote'
}

/** How an experiment is drawn. */
export interface BenchOptions extends SampleOptions, RunOptions {
  /** Kind of every answer; else as the dataset says. */
  readonly kind?: AnswerContext['kind']
  /** A JSON schema that every answer must fit; it asks for answers of kind `json`. */
  readonly schema?: unknown
  /** Most problems: the first of the file, or of its random order. */
  readonly limit?: number
  /** Only the problems with these ids. */
  readonly ids?: readonly string[]
  /** Only the problems in this language. */
  readonly language?: string
  /** Seed of a random order. */
  readonly shuffleSeed?: number
  /** Which field of the file holds what, as `{ prompt: 'question' }`. */
  readonly fields?: Readonly<Record<string, string>>
  /** Name of the file's format; told from its fields where absent. */
  readonly format?: string
  /** Seed for the order of options where the file puts the right one first; 0 where absent. */
  readonly choiceSeed?: number
  /** File with the text that puts a problem to the model. */
  readonly template?: string
  /** One budget for the whole set, in place of N for each problem. */
  readonly budget?: BudgetLimits
  /** The problem, and how the vote on it stands, after each sample. Must be quick. */
  readonly onCount?: (problem: string, count: VoteCount, sample: Sample) => void
}

/** How a run that was begun before goes on; what is left out is as it was begun. */
export interface ResumeOptions extends OpenOptions {
  /** Samples drawn at once from now on. */
  readonly slots?: number
}
