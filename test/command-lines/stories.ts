import { askStories } from './stories/ask.ts'
import { benchStories } from './stories/bench.ts'
import { reportStories } from './stories/report.ts'
import { runsStories } from './stories/runs.ts'
import { setUpStories } from './stories/set-up.ts'
import { textStories } from './stories/texts.ts'
import { usageStories } from './stories/usage.ts'
import { voteStories } from './stories/vote.ts'
import type { Story } from './story.ts'

/** The stories by the test file that plays them: several, so that they are played side by side. */
export const stories = {
  ask: [...askStories, ...textStories, ...setUpStories, ...usageStories],
  vote: voteStories,
  bench: benchStories,
  runs: [...reportStories, ...runsStories],
} satisfies Readonly<Record<string, readonly Story[]>>
