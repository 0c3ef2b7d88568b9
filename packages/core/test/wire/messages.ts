type Message = { type: string }

/** Whether a message is the answer to an action or a mutation. For faults that meet answers. */
export const isAnswer = ({ type }: Message, direction: string) =>
  direction === 'out' && (type === 'ActionResponse' || type === 'MutationResponse')

/** Whether a message calls an action or a mutation. For faults that meet calls. */
export const isRequest = ({ type }: Message, direction: string) =>
  direction === 'in' && (type === 'Action' || type === 'Mutation')
