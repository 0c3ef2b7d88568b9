import { createStore } from '@xstate/store'
import { charge, contender, type Receipt, type Shown } from '../contender.js'

interface Context extends Shown {
  run: number
}

const idle: Context = { status: 'idle', data: undefined, error: undefined, run: 0 }

const make = () =>
  createStore({
    context: idle,
    on: {
      started: ({ data, run }): Context => ({ status: 'pending', data, error: undefined, run: run + 1 }),
      resolved: (context, { run, data }: { run: number; data: Receipt }): Context =>
        run === context.run ? { status: 'success', data, error: undefined, run } : context,
      rejected: (context, { run, error }: { run: number; error: unknown }): Context =>
        run === context.run ? { status: 'error', data: context.data, error, run } : context,
    },
  })

export default contender<ReturnType<typeof make>>({
  name: '@xstate/store',
  make,
  async execute(store, args, client) {
    store.trigger.started()
    const { run } = store.getSnapshot().context
    try {
      const data = await client.action(charge, args)
      store.trigger.resolved({ run, data })
      return data
    } catch (error) {
      store.trigger.rejected({ run, error })
      throw error
    }
  },
  subscribe(store, listener) {
    const subscription = store.subscribe(listener)
    return () => subscription.unsubscribe()
  },
  read: (store) => store.getSnapshot().context,
  runsMany: true,
})
