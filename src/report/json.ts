/** Characters that could command a terminal or reorder text, and that JSON leaves as they are. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * A value as one line of JSON that is safe on a terminal: what JSON does not escape by itself (DEL, C1 controls, marks that
 * reorder text) is written as \uXXXX, so that a reader of the JSON gets it back unchanged.
 */
export function safeJson(value: unknown): string {
  return safeJsonText(JSON.stringify(value))
}

/** JSON that was written already, made safe on a terminal as by {@link safeJson}. */
export function safeJsonText(json: string): string {
  return json.replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
