import type { AskedKind } from '../../answer/answer.ts'
import type { Problem } from '../../config/problem.ts'
import { DatasetDigest } from './digest.ts'
import { loadTemplate, type PromptTemplate, renderPrompt } from './template.ts'

/** How the problems of a set are put to the model. */
export interface PromptPlan {
  /** The user's own template, for every kind; else the one of each kind. */
  readonly template?: string
  /** The model card's words on how to mark the answer. */
  readonly instruction: string
}

/**
 * The texts that the problems of a set are put to the model in. A text is made when it is asked for: those of a large set together are larger than all
 * else that is kept of it.
 */
export class ProblemPrompts {
  readonly #problems: ReadonlyMap<string, Problem>
  readonly #plan: PromptPlan
  readonly #templates = new Map<AskedKind | undefined, PromptTemplate>()
  /** The longest of the texts; empty where there is no problem. */
  readonly longest: string
  /** What tells one set of texts from another, templates and instructions included: SHA-256 in hexadecimal digits. */
  readonly digest: string

  /** @throws UsageError where a template cannot be used for a problem. */
  constructor(problems: readonly Problem[], plan: PromptPlan) {
    this.#problems = new Map(problems.map((problem) => [problem.id, problem]))
    this.#plan = plan
    const digest = new DatasetDigest()
    let longest = ''
    for (const problem of problems) {
      const prompt = this.#textOf(problem)
      digest.add({ id: problem.id, prompt })
      if (prompt.length > longest.length) longest = prompt
    }
    this.longest = longest
    this.digest = digest.hex()
  }

  /** The problem of an id. */
  problem(id: string): Problem | undefined {
    return this.#problems.get(id)
  }

  /** The text of a problem; empty for an id that is not in the set. */
  text(id: string): string {
    const problem = this.#problems.get(id)
    return problem === undefined ? '' : this.#textOf(problem)
  }

  #textOf(problem: Problem): string {
    const isFree = problem.kind === 'text' || problem.kind === 'json'
    const kind = problem.choices === undefined ? problem.kind : 'choice'
    let template = this.#templates.get(kind)
    if (template === undefined) {
      template = loadTemplate(kind, this.#plan.template)
      this.#templates.set(kind, template)
    }
    return renderPrompt(problem, template, isFree ? {} : { instruction: this.#plan.instruction })
  }
}
