import { askStories } from './stories/ask.ts'
import { benchStories } from './stories/bench.ts'
import { reportStories } from './stories/report.ts'
import { runsStories } from './stories/runs.ts'
import { setUpStories } from './stories/set-up.ts'
import { textStories } from './stories/texts.ts'
import { usageStories } from './stories/usage.ts'
import { voteStories } from './stories/vote.ts'
import type { Story } from './story.ts'

/** Stories of drawing: most of the time goes there. */
export const drawingStories: readonly Story[] = [...voteStories, ...benchStories]

/** All others. They lie in another test file, so that both are played side by side. */
export const otherStories: readonly Story[] = [
  ...askStories,
  ...reportStories,
  ...runsStories,
  ...textStories,
  ...setUpStories,
  ...usageStories,
]
