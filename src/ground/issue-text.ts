/** What zod says of one thing that is wrong. */
interface Issue {
  readonly message: string
}

const received = /, received undefined$/

/** What zod found, without its own opening: `expected string, received number`. */
export function issueText({ message }: Issue): string {
  return message.replace(/^Invalid (?:input|option): /, '')
}

/** Whether there is nothing where something is wanted. zod keeps no value of what it refuses: only its sentence says so. */
export function isMissing({ message }: Issue): boolean {
  return received.test(message)
}

/** What belongs there, as zod says it, whatever stood in its place: `expected string`. */
export function wantedText(issue: Issue): string {
  return issueText(issue).replace(received, '')
}

/** What to write instead, as a sentence: `Give it number, received string.` */
export function issueAdvice(issue: Issue): string {
  return `Give it ${issueText(issue).replace(/^expected /, '')}.`
}
