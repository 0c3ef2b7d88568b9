import { Calls, isCallProblem, Refusal } from '@convex-action/server'
import type { ComponentApi } from '@convex-action/server/_generated/component.js'
import calls from '@convex-action/server/convex.config'
import callsForNode from '@convex-action/server/convex.config.js'
import { register } from '@convex-action/server/test'
import { actionGeneric, componentsGeneric, defineApp } from 'convex/server'
import { v } from 'convex/values'

export const app = defineApp()
app.use(calls)
app.use(callsForNode, { name: 'others' })

const components = componentsGeneric() as unknown as { calls: ComponentApi<'calls'> }
const payments = new Calls(components.calls, { retain: 86_400_000 })
export const { settle, outcome } = payments.api()

export const charge = actionGeneric(
  payments.once({
    args: { amount: v.number() },
    returns: v.object({ transactionId: v.string() }),
    handler: async (_ctx, { amount }, call) => {
      // @ts-expect-error: an amount is no text
      amount.trim
      if (amount === 0) throw new Refusal('There is nothing to pay.')
      return { transactionId: call.id }
    },
  }),
)

export const helpers = [isCallProblem, register]
