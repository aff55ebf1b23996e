/** How samples end, in the order of every legend, with their colours as the style sheet names them. */
const endings = [
  ['finished', 'finished', 'var(--finished)'],
  ['truncated', 'cut at the token limit', 'var(--truncated)'],
  ['looped', 'stopped in a loop', 'var(--looped)'],
  ['tripped', 'stopped by another guard', 'var(--tripped)'],
  ['failed', 'failed', 'var(--failed)'],
  ['cancelled', 'cancelled', 'var(--cancelled)'],
  ['ending not recorded', 'ending not recorded', 'var(--unknown)'],
] as const

/** The colours of the endings that occur. */
export function endingColours(occurring: Iterable<string>): { domain: string[]; range: string[] } {
  const names = new Set<string>(occurring)
  const shown = endings.filter(([ending]) => names.has(ending))
  return { domain: shown.map(([ending]) => ending), range: shown.map(([, , colour]) => colour) }
}

/** The name of an ending for a person. */
export function endingLabel(ending: string): string {
  return endings.find(([name]) => name === ending)?.[1] ?? ending
}

/** The endings that occur with their colours, for a legend. */
export function endingLegend(occurring: Iterable<string>): { label: string; colour: string }[] {
  const names = new Set<string>(occurring)
  return endings.filter(([ending]) => names.has(ending)).map(([, label, colour]) => ({ label, colour }))
}
