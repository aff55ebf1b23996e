/** How `magi report` can print a report, as `--format` names it. */
export const reportFormats = ['text', 'md', 'json', 'csv', 'html'] as const

/** The name of a format. */
export type ReportFormat = (typeof reportFormats)[number]
