import { UsageError } from '../ground/errors.ts'

/** Values of options that leave the likeliest token alone to be drawn. */
const greedy: Readonly<Record<string, { readonly value: number; readonly instead: string }>> = {
  temperature: { value: 0, instead: '-o temperature=0.8' },
  top_k: { value: 1, instead: '-o top_k=64' },
  top_p: { value: 0, instead: '-o top_p=0.95' },
  min_p: { value: 1, instead: '-o min_p=0' },
  typical_p: { value: 0, instead: '-o typical_p=1' },
}

/**
 * Refuses to draw several samples where only the likeliest token may be drawn, unless that is wanted: they are the same, so that their vote
 * says nothing.
 *
 * @param options - Options of the request, as they were resolved.
 * @throws UsageError with the ways out.
 */
export function refuseGreedyVote(
  options: Readonly<Record<string, { readonly value: unknown }>>,
  isAllowed: boolean,
): void {
  if (isAllowed) return
  for (const [name, { value, instead }] of Object.entries(greedy)) {
    if (options[name]?.value !== value) continue
    const where = name === 'temperature' ? 'At temperature 0' : `With ${name}=${value}`
    const other = name === 'temperature' ? 'a temperature above 0' : 'another value'
    throw new UsageError(`${where} all samples are the same, so a vote says nothing.`, {
      fix: `Choose another preset or ${other} (${instead}), or allow identical samples (--allow-identical; allowIdentical of the library).`,
    })
  }
}
