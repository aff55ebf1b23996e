// Prints "PASSED FAILED SKIPPED" of a vitest run, from its JSON report and its exit code.
// A run without a report, or one that failed outside any test (a file that does not load, an unhandled error), is one failure.
import { existsSync, readFileSync } from 'node:fs'

const [file, exitCode] = process.argv.slice(2)
const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, success: false }
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : none
const failed = report.numFailedTests || (exitCode === '0' && report.success ? 0 : 1)
const skipped = report.numPendingTests + report.numTodoTests
process.stdout.write(`${report.numPassedTests} ${failed} ${skipped}\n`)
