import { describe, expect, it } from 'vitest'
import { drawingMs } from '../../src/experiment/drawing-ms.ts'

const span = (startedAtMs: number | undefined, elapsedMs: number) => ({
  timing: { elapsedMs, ...(startedAtMs === undefined ? {} : { startedAtMs }) },
})

describe('the time that a run was drawing', () => {
  it('is that in which at least one sample was under way, whatever their order', () => {
    expect(drawingMs([])).toBe(0)
    expect(drawingMs([span(0, 100), span(50, 100), span(20, 10)])).toBe(150)
    // Stopped at 150, resumed at 1,000.
    expect(drawingMs([span(1_000, 50), span(50, 100), span(0, 100)])).toBe(200)
    expect(drawingMs([span(undefined, 70), span(10, 5)])).toBe(5)
  })
})
