import { defined } from '../ground/defined.ts'
import type { DrawRequest, Driver } from '../runtime/driver.ts'
import { type Drawer, type DrawerPlan, openDrawer } from '../sample/drawer.ts'
import { ModelWatch } from '../sample/model-watch.ts'
import { type LoadPlan, loadModel, type PreparedModel } from '../sample/prepare.ts'
import { PromptProbe } from '../sample/prompt-probe.ts'

/** How the samples of a run are drawn, whatever their request. */
export interface DrawTerms extends Omit<DrawerPlan, 'request' | 'model' | 'watch' | 'probe' | 'maxRequests'> {
  /** Whether the model is expected to think. */
  readonly thinks: boolean
}

/**
 * Where samples are drawn: on one host, on several, or wherever else somebody draws for this process. A drawer of it takes a sample (`draw`), gives
 * its end, and closes what is under way when the signal of the sample aborts.
 */
export interface Executor {
  /** How many samples it draws at once; absent: as the settings say. */
  readonly slots?: number | undefined
  /** Loads the model where it is drawn first. @throws MagiError if it can be loaded nowhere. */
  load(request: DrawRequest, plan: LoadPlan): Promise<void>
  /** The drawers of one run, a request each; they share what is learnt of the model. */
  open(terms: DrawTerms): (request: DrawRequest) => Promise<Drawer>
}

/** Draws on one host. */
export function oneHost(driver: Driver, model: PreparedModel, slots?: number): Executor {
  return {
    ...defined({ slots }),
    load: (request, plan) => loadModel(driver, request, plan),
    open({ thinks, ...terms }) {
      const { clock, onNotice } = terms
      const watch = new ModelWatch(driver, { model, clock, thinks, ...defined({ onNotice }) })
      const probe = new PromptProbe(driver, model)
      return (request) => openDrawer(driver, { ...terms, model, request, watch, probe })
    },
  }
}
