/** The page on the internet that `@statelyai/inspect` opens. */
export const address = 'https://stately.ai/inspect'
