import type { Value } from 'convex/values'

/** Stands for the outside world: the effects that happened, and how a charge behaves. */
export const service = {
  charges: [] as { id: string; amount: number }[],
  /** The outcome of a charge after it happened. */
  answer: async (_id: string): Promise<unknown> => ({ transactionId: 'transaction-1' }),
  /** Runs before a charge happens. */
  before: async (): Promise<void> => {},
}

/** One charge. */
export async function chargeCard(id: string, amount: number): Promise<Value> {
  await service.before()
  service.charges.push({ id, amount })
  return (await service.answer(id)) as Value
}
