import { asWrittenDown } from './as-written-down.ts'
import { drawingStories } from './stories.ts'

asWrittenDown(drawingStories)
