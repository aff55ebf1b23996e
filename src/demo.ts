/** `magi/demo`: a runtime without a model, that plays written samples over the same wire; for trying out and for tests. */

export { demoRun } from './demo/coin-samples.ts'
export { type DemoRuntime, type DemoRuntimeOptions, startDemoRuntime } from './demo/runtime.ts'
