import type { AskedKind } from '../../answer/answer.ts'
import type { Problem } from '../../config/problem.ts'
import { DatasetDigest } from './digest.ts'
import { loadTemplate, promptRenderer } from './template.ts'

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
  readonly #problems = new Map<string, Problem>()
  readonly #plan: PromptPlan
  /** What puts a problem into the template of a kind, with the words on how to mark the answer. */
  readonly #marked = new Map<AskedKind | undefined, (problem: Problem) => string>()
  /** The same without these words, for answers that need no mark. */
  readonly #free = new Map<AskedKind | undefined, (problem: Problem) => string>()
  /** The longest of the texts; empty where there is no problem. */
  readonly longest: string
  /** What tells one set of texts from another, templates and instructions included: SHA-256 in hexadecimal digits. */
  readonly digest: string

  /** @throws UsageError where a template cannot be used for a problem. */
  constructor(problems: readonly Problem[], plan: PromptPlan) {
    this.#plan = plan
    const digest = new DatasetDigest()
    let longest = ''
    for (const problem of problems) {
      this.#problems.set(problem.id, problem)
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
    const templateKind = problem.choices === undefined ? problem.kind : 'choice'
    const renderers = isFree ? this.#free : this.#marked
    let render = renderers.get(templateKind)
    if (render === undefined) {
      const template = loadTemplate(templateKind, this.#plan.template)
      render = promptRenderer(template, isFree ? {} : { instruction: this.#plan.instruction })
      renderers.set(templateKind, render)
    }
    return render(problem)
  }
}
