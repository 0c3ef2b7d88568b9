type Message = { type: string }

/** Whether a message is the answer to an action or a mutation, for faults. */
export const isAnswer = ({ type }: Message, direction: string) =>
  direction === 'out' && (type === 'ActionResponse' || type === 'MutationResponse')

/** Whether a message calls an action or a mutation, for faults. */
export const isRequest = ({ type }: Message, direction: string) =>
  direction === 'in' && (type === 'Action' || type === 'Mutation')
