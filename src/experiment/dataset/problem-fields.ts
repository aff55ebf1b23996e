/** The fields of a problem that a dataset can give. */
export const problemFields = ['id', 'prompt', 'answer', 'kind', 'choices', 'images', 'language'] as const

/** A field of a problem. */
export type ProblemField = (typeof problemFields)[number]
