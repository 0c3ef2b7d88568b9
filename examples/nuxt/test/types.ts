// Checked by vue-tsc, never run: the types of what the module imports for you.
import type { ActionArgs, ActionError, ActionStatus, Delivery } from '@convex-action/nuxt'
import type { Ref } from 'vue'

/** Two types are the same, or this does not compile. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <Claim extends true>(_?: Claim) => {}

const email = useConvexAction(api.emails.send)
holds<Same<typeof email.status.value, ActionStatus>>()
holds<Same<typeof email.error.value, ActionError | null>>()
holds<Same<ActionArgs<typeof api.emails.send>['to'], string>>()
void email.execute({ to: 'ada@example.com', subject: 'Welcome!', body: 'Hello.' })
// @ts-expect-error: the action takes other arguments
void email.execute({ wrong: 'args' })
// @ts-expect-error: there is no such action
useConvexAction(api.emails.burn)
// @ts-expect-error: this is no mutation
useConvexMutation(api.emails.send)

const profile = useConvexMutation(api.users.updateProfile)
void profile.mutate({ name: 'Ada' })
const emails = useKeyedAction(api.emails.send, { limit: 2 })
const profiles = useKeyedMutation(api.users.updateProfile)
void useActionStore(profiles.for('ada')).mutate({ name: 'Ada' })
void useActionStore(emails.for('ada')).execute({ to: 'ada@example.com', subject: 'Hi', body: 'Hello.' })
holds<Same<ReturnType<typeof useInFlight>['value'], number>>()
provideConvexAction({ identity: () => 'ada', ready: () => true, observer: createActionObserver() })
useConvexClient().setAuth(async () => null)

export function deliveryOf(thrown: unknown): Delivery | undefined {
  return isActionError(thrown) ? thrown.delivery : undefined
}

export const shown: Ref<number> = useInFlight()
