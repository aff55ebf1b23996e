import type { Sample } from './sample.ts'

/** Whether a sample was ended, or ended itself, before it had answered: by a guard, at its output limit, or within its thinking. */
export function isUnanswered({ end, text }: Pick<Sample, 'end' | 'text'>): boolean {
  if (end.type === 'tripped') return true
  return end.type === 'finished' && end.reason !== 'stop' && text.trim() === ''
}
