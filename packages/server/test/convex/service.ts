import type { Value } from 'convex/values'

/** Stands for the outside world: what happened there, and what a charge does there. */
export const service = {
  charges: [] as { id: string; amount: number }[],
  /** What a charge comes to after it happened. */
  answer: async (_id: string): Promise<unknown> => ({ transactionId: 'transaction-1' }),
  /** What comes before it happens. */
  before: async (): Promise<void> => {},
}

/** One charge. */
export async function chargeCard(id: string, amount: number): Promise<Value> {
  await service.before()
  service.charges.push({ id, amount })
  return (await service.answer(id)) as Value
}
