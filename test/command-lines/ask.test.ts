import { asWrittenDown } from './as-written-down.ts'
import { stories } from './stories.ts'

asWrittenDown(stories.ask)
