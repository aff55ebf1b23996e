import { defined } from '../ground/defined.ts'
import type { DrawRequest } from './driver.ts'

/** What a request says beside its text. */
export type Settings = Omit<DrawRequest, 'messages'>

/**
 * The fields that every request has. `shift: false` and `truncate: false` keep the runtime from dropping a part of the prompt in
 * silence; the first is a load-time option of newer versions, so that the load has to have it too.
 */
export function settingsBody({ model, options, think, keepAlive, format }: Settings) {
  return {
    model,
    options: { ...options },
    shift: false,
    truncate: false,
    ...defined({ think, keep_alive: keepAlive, format }),
  }
}

/** Body of `/api/chat`. */
export function chatBody(request: DrawRequest) {
  return { ...settingsBody(request), messages: request.messages }
}

/**
 * Body of `/api/generate` for a prompt that is already rendered. `think: false` keeps the runtime's own parser away: it does not
 * know that a text begins in the middle of a trace.
 */
export function rawBody(request: DrawRequest) {
  return { ...settingsBody(request), think: false, raw: true, prompt: request.rawPrompt ?? '' }
}

/**
 * Body of `/api/chat` that asks for the prompt alone. A version that does not know the field would generate: one token, then.
 * Images are bytes here, since the client takes a text that is the path of a file for that file.
 */
export function renderBody(request: DrawRequest) {
  return {
    ...chatBody(request),
    messages: request.messages.map(({ images, ...message }) =>
      defined({ ...message, images: images?.map((image) => Buffer.from(image, 'base64')) }),
    ),
    _debug_render_only: true,
    options: { ...request.options, num_predict: 1 },
  }
}
