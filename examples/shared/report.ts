/** The call id in a link to a report: `?report=…`. */
export const linkedReport = (): string | null => new URLSearchParams(location.search).get('report')

/** A link that shows a report to the user who asked for it, on any device. */
export const linkToReport = (callId: string): string => `${location.pathname}?report=${callId}`

/** What is told of a report that is made. `month`: not known where the page was loaded anew meanwhile. */
export const describeReport = (month: string | undefined, days: number): string =>
  month === undefined
    ? `Your report is ready: ${days} days.`
    : `The report for ${month} is ready: ${days} days.`
