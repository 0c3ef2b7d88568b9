import { api } from '@convex-action/example-backend/api'
import { useConvexAction, useConvexMutation } from '@convex-action/vue'
import { computed } from 'vue'
import { define } from '../entry.js'
import { text } from '../fields/index.js'
import { useLive } from '../use-live.js'

/** Functions that know who is signed in, and one that makes secrets. */
export const people = {
  'users.whoAmI': define({
    title: 'Ask who I am',
    about:
      'It knows you by your token. Sign in above. Then sign in as somebody else: the answer for the first user is gone.',
    form: {},
    use: () => useConvexAction(api.users.whoAmI),
    run: ({ execute }) => execute(),
    show: ({ name, email }) => ({ text: `You are ${name}, ${email}.` }),
  }),

  'users.updateProfile': define({
    title: 'Change my name',
    about: 'This is a mutation. It only writes to the database. Sign in above first.',
    form: { name: text('Name', 'Augusta') },
    use: () => useConvexMutation(api.users.updateProfile),
    run: ({ mutate }, profile) => mutate(profile),
    show: () => ({ text: 'Your name is changed.' }),
    live: {
      title: 'Users',
      use: () => {
        const users = useLive(api.users.list, {})
        return computed(() => users.value?.map(({ name }) => name))
      },
    },
  }),

  'tokens.generate': define({
    title: 'Generate a token',
    about: 'It uses a library of Node. It takes no arguments.',
    form: {},
    use: () => useConvexAction(api.tokens.generate),
    run: ({ execute }) => execute(),
    show: (token) => ({ text: 'A token that nobody can guess.', code: token }),
  }),
}
