import { ConvexError } from 'convex/values'
import { describe, expect, test } from 'vitest'
import { readFailure } from '../src/errors.js'
import { ActionError, type ActionErrorKind, type Delivery, isActionError } from '../src/index.js'

const overSocket = (cause: unknown) => readFailure(cause, false)
const overHttp = (cause: unknown) => readFailure(cause, true)
const told = (cause: unknown) =>
  new ActionError({ ...overSocket(cause), action: 'emails:send', attempt: 1 }).message

describe('an answer of the server', () => {
  test('is a ConvexError: kind application, with its data', () => {
    const data = { code: 'taken', message: 'This name is taken.' }
    expect(overSocket(new ConvexError(data))).toMatchObject({
      kind: 'application',
      delivery: 'responded',
      data,
    })
  })

  test('is a ConvexError of another copy of convex, too', () => {
    const foreign = Object.assign(new Error('no'), { [Symbol.for('ConvexError')]: true, data: 'no' })
    expect(overSocket(foreign)).toMatchObject({ kind: 'application', delivery: 'responded', data: 'no' })
  })

  test('is also the client’s report of an answer: kind server, with its request id', () => {
    const production = new Error(
      '[CONVEX A(emails:send)] [Request ID: 1f2e] Server Error\n  Called by client',
    )
    expect(overSocket(production)).toMatchObject({ kind: 'server', delivery: 'responded', requestId: '1f2e' })
    const http = new Error('[Request ID: 1f2e] Server Error')
    expect(overHttp(http)).toMatchObject({ kind: 'server', delivery: 'responded', requestId: '1f2e' })
  })

  test('is read correctly even if its text imitates the client’s messages', () => {
    for (const text of [
      'Connection lost while action was in flight',
      'ConvexClient is disabled',
      'ConvexReactClient has already been closed.',
    ]) {
      const cause = new Error(
        `[CONVEX A(a:b)] [Request ID: 1] Server Error\nUncaught Error: ${text}\n  Called by client`,
      )
      expect(overSocket(cause)).toMatchObject({ kind: 'server', delivery: 'responded' })
    }
  })
})

describe('a failure that is not an answer of the server', () => {
  test("is the client's report that the connection was lost", () => {
    const cause = new Error(
      '[CONVEX A(emails:send)] Connection lost while action was in flight\n  Called by client',
    )
    expect(overSocket(cause)).toEqual({ kind: 'connection', delivery: 'unknown', cause })
  })

  test('is an HTTP answer of something else: a 502, the page of a captive portal', () => {
    const bodies = ['<html><body>502 Bad Gateway</body></html>', 'Please log in [Request ID: 1]', '']
    for (const body of bodies) {
      expect(overHttp(new Error(body))).toMatchObject({ kind: 'unexpected', delivery: 'unknown' })
    }
    expect(overHttp(new SyntaxError('Unexpected token <'))).toMatchObject({
      kind: 'unexpected',
      delivery: 'unknown',
    })
  })

  test('is a fetch that failed, in the words of any browser', () => {
    for (const text of ['fetch failed', 'Failed to fetch', 'Load failed']) {
      expect(overHttp(new TypeError(text))).toMatchObject({ kind: 'connection', delivery: 'unknown' })
    }
  })

  test('is anything else that can be thrown', () => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('no')
        },
      },
    )
    const quoted = new Error('Said: [CONVEX A(a:b)] Connection lost while action was in flight')
    const answered = new Error('Said: [CONVEX A(a:b)] [Request ID: 1] Server Error')
    for (const cause of [
      quoted,
      answered,
      undefined,
      null,
      'a string',
      7,
      {},
      new Error('Your account is disabled'),
      hostile,
    ]) {
      expect(overSocket(cause)).toMatchObject({ kind: 'unexpected', delivery: 'unknown' })
    }
  })
})

describe('the message', () => {
  test('of a ConvexError comes from its data', () => {
    expect(told(new ConvexError('This name is taken.'))).toBe('This name is taken.')
    expect(told(new ConvexError({ message: 'This name is taken.' }))).toBe('This name is taken.')
    expect(told(new ConvexError({ code: 7 }))).toBe('The server refused this.')
    expect(told(new ConvexError(null))).toBe('The server refused this.')
    expect(told(new ConvexError(''))).toBe('The server refused this.')
    expect(told(new ConvexError({ message: '' }))).toBe('The server refused this.')
  })

  test('is the same in development and in production, without the stack', () => {
    const production = new Error('[CONVEX A(a:b)] [Request ID: 1] Server Error\n  Called by client')
    const development = new Error(
      '[CONVEX A(a:b)] [Request ID: 1] Server Error\nUncaught Error: card 4242\n    at handler (../convex/a.ts:3:9)\n  Called by client',
    )
    expect(told(development)).toBe(told(production))
    expect(told(development)).toBe('Something went wrong on the server. Check before you try again.')
  })

  test('never holds the body of an HTTP answer', () => {
    expect(told(new Error('<html>secret</html>'))).toBe(
      'Something went wrong. This may have gone through, or may still go through. Check before you try again.',
    )
  })

  test('is a sentence of its own for every kind', () => {
    const kinds: ActionErrorKind[] = [
      ...(['application', 'server', 'arguments', 'connection', 'offline', 'closed', 'timeout'] as const),
      ...(['canceled', 'dropped', 'unavailable', 'identity-changed', 'unexpected'] as const),
    ]
    const sentences = kinds.map(
      (kind) => new ActionError({ kind, delivery: 'responded', action: 'a:b', attempt: 1 }).message,
    )
    for (const sentence of sentences)
      expect(sentence).toMatch(/^[A-Z][^.]+\.( Check before you try again\.)?$/)
    expect(new Set(sentences).size).toBe(kinds.length)
  })

  test('is never data that is not text', () => {
    expect(told(new ConvexError({ message: 7 }))).toBe('The server refused this.')
    expect(told(new ConvexError(7))).toBe('The server refused this.')
  })

  test('after a change of user is true for a user who signs in, signs out, or takes over', () => {
    const of = (delivery: Delivery) =>
      new ActionError({ kind: 'identity-changed', delivery, action: 'a:b', attempt: 1 }).message
    expect(of('not-sent')).toBe('The signed-in user changed. Nothing happened.')
    expect(of('responded')).toBe('The signed-in user changed.')
    expect(of('unknown')).toBe(
      'The signed-in user changed. This may have gone through, or may still go through. Check before you try again.',
    )
  })

  test('says whether it may have run', () => {
    const of = (delivery: 'not-sent' | 'unknown') =>
      new ActionError({ kind: 'closed', delivery, action: 'a:b', attempt: 1 }).message
    expect(of('not-sent')).toBe('The connection was closed. Nothing happened.')
    expect(of('unknown')).toBe(
      'The connection was closed. This may have gone through, or may still go through. Check before you try again.',
    )
  })
})

describe('an ActionError', () => {
  const cause = new Error('why')
  const error = new ActionError({ kind: 'server', delivery: 'responded', action: 'a:b', attempt: 2, cause })

  test('is an Error that names itself, with its cause', () => {
    expect(error).toBeInstanceOf(Error)
    expect(`${error}`).toBe('ActionError: Something went wrong on the server. Check before you try again.')
    expect(error).toMatchObject({ kind: 'server', delivery: 'responded', action: 'a:b', attempt: 2, cause })
  })

  test('is recognized even if another copy of the package made it, and nothing else is', () => {
    expect(isActionError(error)).toBe(true)
    expect(isActionError({ [Symbol.for('convex-action.ActionError')]: true })).toBe(true)
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    for (const other of [cause, null, undefined, 'ActionError', revoked.proxy])
      expect(isActionError(other)).toBe(false)
  })
})

test('an error without a cause has no property "cause"', () => {
  const error = new ActionError({ kind: 'timeout', delivery: 'not-sent', action: 'emails:send', attempt: 1 })
  expect('cause' in error).toBe(false)
})

test('a logged error says what failed and whether it ran, and contains no arguments and no data', () => {
  const failure = {
    kind: 'application',
    delivery: 'responded',
    data: 'secret',
    cause: new Error('secret'),
  } as const
  const error = new ActionError({ ...failure, action: 'emails:send', attempt: 2, requestId: '1f2e' })
  expect(JSON.parse(JSON.stringify({ error }))).toEqual({
    error: {
      kind: 'application',
      delivery: 'responded',
      message: 'The server refused this.',
      action: 'emails:send',
      attempt: 2,
    },
  })
})
