import { configure, render, waitFor } from '@testing-library/react'
import { ConvexProviderWithAuth, ConvexReactClient, useConvexAuth } from 'convex/react'
import { type ApiFromModules, anyApi, type FilterApi, type FunctionReference } from 'convex/server'
import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { expect, inject, onTestFinished, test } from 'vitest'
import {
  type ActionValues,
  ConvexActionProvider,
  type createActionStore,
  useConvexAction,
} from '../src/index.js'
import type * as orders from './convex/orders.js'
import { after } from './setup.js'

// biome-ignore lint/suspicious/noExplicitAny: the form of convex's own generated code
type Public = FunctionReference<any, 'public'>
const api = anyApi as unknown as FilterApi<ApiFromModules<{ orders: typeof orders }>, Public>
type Asking = ActionValues<ReturnType<typeof createActionStore<typeof api.orders.whoami>>>

configure({ asyncUtilTimeout: 10_000 })
const backendUrl = inject('backendUrl')
const tokens = inject('tokens')
const silent = { logVerbose() {}, log() {}, warn() {}, error() {} }

/** What the app's own sign-in knows, and how it gets a token. */
interface Session {
  isLoading: boolean
  user: keyof typeof tokens | null
  fetchToken?(): Promise<string>
}

/** The sign-in as a store, and what the page reports to the test. */
function createSignIn() {
  let session: Session = { isLoading: true, user: null }
  const listeners = new Set<() => void>()
  return {
    shown: [] as string[],
    asking: undefined as Asking | undefined,
    leave() {},
    get: () => session,
    set(now: Session) {
      session = now
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const SignIn = createContext(createSignIn())

function useSession() {
  const { subscribe, get } = useContext(SignIn)
  return useSyncExternalStore(subscribe, get)
}

function useAuth() {
  const session = useSession()
  const fetchAccessToken = useCallback(async () => (await session.fetchToken?.()) ?? null, [session])
  return { isLoading: session.isLoading, isAuthenticated: session.user !== null, fetchAccessToken }
}

function Asks() {
  const signIn = useContext(SignIn)
  const asking = useConvexAction(api.orders.whoami)
  useEffect(() => {
    signIn.asking = asking
    signIn.shown.push(asking.phase ?? asking.status)
  })
  return null
}

function Page() {
  const signIn = useContext(SignIn)
  const { isAuthenticated, isRefreshing } = useConvexAuth()
  const [isThere, setThere] = useState(true)
  useEffect(() => void Object.assign(signIn, { leave: () => setThere(false) }), [signIn])
  return (
    <ConvexActionProvider identity={useSession().user} ready={isAuthenticated && !isRefreshing}>
      {isThere && <Asks />}
    </ConvexActionProvider>
  )
}

/** An app like in Convex's documentation, with a sign-in that the test controls. */
function app() {
  const client = new ConvexReactClient(backendUrl, { logger: silent, unsavedChangesWarning: false })
  onTestFinished(() => client.close())
  const signIn = createSignIn()
  render(
    <SignIn.Provider value={signIn}>
      <ConvexProviderWithAuth client={client} useAuth={useAuth}>
        <Page />
      </ConvexProviderWithAuth>
    </SignIn.Provider>,
  )
  const item = crypto.randomUUID()
  return {
    shown: signIn.shown,
    ask: () => signIn.asking?.execute({ item }),
    phase: () => signIn.asking?.phase,
    leave: () => after(() => signIn.leave()),
    change: (now: Session) => after(() => signIn.set(now)),
    /** How often the question reached the server. */
    async received() {
      const { entries } = await (await fetch(`${backendUrl}/_local/wire`)).json()
      return (entries as { message: { type: string; args?: { item?: string }[] } }[]).filter(
        ({ message }) => message.type === 'Action' && message.args?.[0]?.item === item,
      ).length
    },
  }
}

/** A token that arrives when the test says so. */
function laterToken(user: keyof typeof tokens) {
  let give = () => {}
  const token = new Promise<string>((resolve) => {
    give = () => resolve(tokens[user])
  })
  return { give, fetchToken: () => token }
}

test.each([false, true])(
  'a call before sign-in is complete is sent once, as the user who signed in (component unmounted: %s)',
  async (isGone) => {
    const { shown, ask, change, leave, received } = app()
    const { give, fetchToken } = laterToken('ada')
    const promise = ask()
    await change({ isLoading: false, user: 'ada', fetchToken })
    if (isGone) await leave()
    expect(await received()).toBe(0)
    await after(give)
    expect(await promise).toEqual({ user: 'ada' })
    expect(await received()).toBe(1)
    // The call waits from its first render on, whoever signs in meanwhile.
    if (!isGone) await waitFor(() => expect(shown.at(-1)).toBe('success'))
    expect(shown.slice(1)).not.toContain('idle')
  },
)

test('a call during a token refresh is sent once, with the new token', async () => {
  const { ask, change, phase, received } = app()
  await change({ isLoading: false, user: 'ada', fetchToken: async () => tokens.ada })
  expect(await ask()).toEqual({ user: 'ada' })
  await change({ isLoading: true, user: 'ada' })
  const { give, fetchToken } = laterToken('ada')
  const promise = ask()
  await waitFor(() => expect(phase()).toBe('queued'))
  await change({ isLoading: false, user: 'ada', fetchToken })
  expect(phase()).toBe('queued')
  await after(give)
  expect(await promise).toEqual({ user: 'ada' })
  expect(await received()).toBe(2)
})

test('a call that waits when the user signs out is not sent, not even as the next user', async () => {
  const { ask, change, received } = app()
  await change({ isLoading: false, user: 'ada', fetchToken: async () => tokens.ada })
  await ask()
  await change({ isLoading: true, user: 'ada' })
  const promise = ask()
  await change({ isLoading: false, user: null })
  await expect(promise).rejects.toMatchObject({ kind: 'identity-changed', delivery: 'not-sent' })
  await change({ isLoading: false, user: 'bob', fetchToken: async () => tokens.bob })
  expect(await ask()).toEqual({ user: 'bob' })
  expect(await received()).toBe(2)
})
