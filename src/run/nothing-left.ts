/** Said of a run that had come to its end before it was resumed. */
export const nothingLeft =
  'Nothing was left to draw: the run had come to its end, and its result stays as it is.'
