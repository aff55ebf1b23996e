import { asWrittenDown } from './as-written-down.ts'
import { otherStories } from './stories.ts'

asWrittenDown(otherStories)
