import useSWRMutation from 'swr/mutation'
import { type Args, charge, type Receipt, type Shown } from '../contender.js'
import { inReact } from './react-component.js'

export default inReact('swr/mutation in React', (client) => {
  const call = (_key: string, { arg }: { arg: Args }): Promise<Receipt> => client.action(charge, arg)
  const { trigger, isMutating, data, error } = useSWRMutation<Receipt, unknown, string, Args>('charge', call)
  const settled: Shown['status'] = error ? 'error' : data ? 'success' : 'idle'
  return { execute: (args) => trigger(args), status: isMutating ? 'pending' : settled, data, error }
})
