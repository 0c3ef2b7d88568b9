import { recover } from '@convex-action/core/recovery'
import { api } from '@convex-action/example-backend/api'
import { useConvexAction } from '@convex-action/vue'
import { computed } from 'vue'
import { timeOf } from '../../../shared/format.js'
import { define } from '../entry.js'
import { area, choice, text } from '../fields/index.js'
import { useLive } from '../use-live.js'

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

/** Functions that take their time, or know something. */
export const work = {
  'reports.generate': define({
    title: 'Generate a report',
    about:
      'It takes some seconds. A live query tells how far it is. Cut the connection: the server tells the page what happened.',
    form: { month: choice('Month', Object.fromEntries(months.map((month) => [month, month]))) },
    use: () =>
      useConvexAction(api.reports.generate, {
        callId: 'callId',
        progress: api.reports.progress,
        recovery: recover(api.calls),
      }),
    run: ({ execute }, month) => execute(month),
    show: ({ rows, fileName, downloadUrl }) => ({
      text: `The report is ready: ${rows} days.`,
      link: { href: downloadUrl, text: `Download ${fileName}`, download: fileName },
    }),
    isRemembered: true,
  }),

  'data.processAndSave': define({
    title: 'Process data, and save it',
    about: 'An action alone changes no live query. This action calls a mutation, so the list below changes.',
    form: { data: area('Text with numbers', 'Monday 12, Tuesday 7.5, Wednesday 30') },
    use: () => useConvexAction(api.data.processAndSave),
    run: ({ execute }, data) => execute(data),
    show: ({ count, sum, mean }) => ({
      text: 'Processed and saved.',
      table: { columns: ['Numbers', 'Sum', 'Mean'], rows: [[count, sum, mean]] },
    }),
    live: {
      title: 'Results saved',
      use: () => {
        const results = useLive(api.data.list, {})
        return computed(() =>
          results.value?.map(({ savedAt, count, sum }) => `${timeOf(savedAt)}  ${count} numbers, sum ${sum}`),
        )
      },
    },
  }),

  'weather.fetch': define({
    title: 'Ask for the weather',
    about: 'It calls a service. A validator checks the answer.',
    form: {
      city: choice(
        'City',
        Object.fromEntries(
          ['Oslo', 'Berlin', 'Lagos', 'London', 'Paris', 'Tokyo', 'Atlantis'].map((city) => [city, city]),
        ),
      ),
    },
    use: () => useConvexAction(api.weather.fetch, { offline: 'fail' }),
    run: ({ execute }, city) => execute(city),
    show: ({ temperature, condition }) => ({ text: `${condition}, ${temperature} °C.` }),
  }),

  'documents.search': define({
    title: 'Search documents',
    about: 'This is a vector search. Only actions can do it.',
    form: { text: text('Search for', 'pay with a card') },
    use: () => useConvexAction(api.documents.search),
    run: ({ execute }, wish) => execute(wish),
    show: (found) => ({
      text: `${found.length} found, the nearest first.`,
      table: {
        columns: ['Title', 'Text', 'Score'],
        rows: found.map(({ title, text, score }) => [title, text, score.toFixed(2)]),
      },
    }),
  }),
}
