import { askStories } from './stories/ask.ts'
import { benchStories } from './stories/bench.ts'
import { reportStories } from './stories/report.ts'
import { runsStories } from './stories/runs.ts'
import { setUpStories } from './stories/set-up.ts'
import { textStories } from './stories/texts.ts'
import { usageStories } from './stories/usage.ts'
import { voteStories } from './stories/vote.ts'
import type { Story } from './story.ts'

/** Every command of the program, and every way in which it ends. */
export const stories: readonly Story[] = [
  ...askStories,
  ...voteStories,
  ...benchStories,
  ...reportStories,
  ...runsStories,
  ...textStories,
  ...setUpStories,
  ...usageStories,
]
