import { formatMany, formatSpan } from '../format.ts'
import type { ReportedProblem } from '../report.ts'
import { busyTimes, type TimelineBar, timeline } from '../timeline.ts'
import { endingColours, endingLabel, endingLegend } from './endings.ts'
import type { PlotFigure } from './plot.ts'

/** More bars than this are lines without a width: the slots are drawn together then. */
const mostBars = 1500

/** When which slot drew what. */
export function timelineFigure(problems: readonly ReportedProblem[]): PlotFigure | undefined {
  const bars = timeline(problems)
  if (bars.length === 0) return undefined
  const slots = bars.reduce((most, { slot }) => Math.max(most, slot + 1), 0)
  const endMs = bars.reduce((last, bar) => Math.max(last, bar.endMs), 0)
  const busyMs = bars.reduce((sum, bar) => sum + bar.endMs - bar.startMs, 0)
  const endings = bars.map(endingOf)
  const unit =
    endMs < 300_000
      ? { ms: 1000, name: 'seconds' }
      : endMs < 10_800_000
        ? { ms: 60_000, name: 'minutes' }
        : { ms: 3_600_000, name: 'hours' }
  const busy = ((100 * busyMs) / Math.max(1, slots * endMs)).toFixed(0)
  const words = `${formatMany(bars.length, 'sample')} on ${formatMany(slots, 'slot')} in ${formatSpan(endMs)}; the slots were busy ${busy} % of that time.`
  const shared = {
    title: 'What the slots did',
    description: words,
    note: words,
    legend: endingLegend(endings),
  }
  const x = { label: `${unit.name} since the run began →` }
  if (bars.length > mostBars) {
    const areas = busyTimes(bars).map((busy) => ({ ...busy, at: (busy.startMs + busy.endMs) / 2 / unit.ms }))
    return {
      ...shared,
      options: (plot) => ({
        x,
        y: { label: '↑ slots busy', grid: true },
        color: endingColours(endings),
        marks: [
          plot.areaY(
            areas,
            plot.stackY(
              { order: endingColours(endings).domain },
              { x: 'at', y: 'slots', fill: 'ending', z: 'ending' },
            ),
          ),
          plot.ruleY([0]),
        ],
      }),
    }
  }
  const drawn = bars.map((bar) => ({
    slot: bar.slot + 1,
    from: bar.startMs / unit.ms,
    to: bar.endMs / unit.ms,
    ending: endingOf(bar),
    title: `${bar.problem}, sample ${bar.sample.index}: ${endingLabel(endingOf(bar))}, ${formatSpan(bar.endMs - bar.startMs)}`,
  }))
  return {
    ...shared,
    height: 80 + 26 * Math.min(slots, 16),
    options: (plot) => ({
      x,
      y: {
        label: 'slot',
        type: 'band',
        domain: Array.from({ length: slots }, (_, slot) => slot + 1),
        tickSize: 0,
      },
      color: endingColours(endings),
      marks: [
        plot.barX(drawn, {
          x1: 'from',
          x2: 'to',
          y: 'slot',
          fill: 'ending',
          insetLeft: 0.3,
          insetRight: 0.3,
          title: 'title',
        }),
      ],
    }),
  }
}

function endingOf({ sample }: TimelineBar): string {
  return sample.ending ?? 'ending not recorded'
}
