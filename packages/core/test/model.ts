import type { ActionErrorKind, ActionPhase, ActionStatus, Delivery } from '../src/index.js'

/** The setup of a store, in the words of product.md. */
export interface Setting {
  concurrency: 'parallel' | 'drop' | 'queue'
  offline: 'wait' | 'fail'
  timeout: number | undefined
  /** Retries come with a call id. */
  retries: { limit: number; delay: number; kinds: ActionErrorKind[] } | undefined
  identity: boolean
  socket: Socket
}

/** `handshake`: the very first connection is opening, and no attempt has failed yet. */
export type Socket = 'handshake' | 'open' | 'lost'

export interface Failure {
  kind: ActionErrorKind
  delivery: Delivery
  attempt: number
}

/** How an execution ended. `loose` means that a timeout may have come before the closed client was noticed. */
export type Outcome = { data: unknown } | { error: Failure; loose?: boolean }

export interface Run {
  amount: number
  callId: string | undefined
  phase: ActionPhase
  attempt: number
  outcome?: Outcome
  /** Whether the state showed it when it ended. */
  wasShown?: boolean
  handedOver: boolean
  /** A try was handed over and not answered. */
  unsure: boolean
  /** Hidden for good. */
  hidden: boolean
  /** Belongs to a previous user. */
  foreign: boolean
  /** Why the last try failed. */
  failure?: Failure
}

export interface Shown {
  status: ActionStatus
  phase: ActionPhase | undefined
  amount: number | undefined
  callId: string | undefined
  attempt: number
  inFlight: number
  data: unknown
  error: Failure | undefined
  loose?: boolean
}

/** The time within which a store notices that a client without a connection was closed, in milliseconds. */
export const noticed = 100

/** The promises of product.md for one store, as simply as possible: no promises, no timers, no machine. */
export class Model {
  /** The requests that were handed over, in order. */
  readonly wire: { run: Run; attempt: number }[] = []
  user = 'ada'
  private now = 0
  private socket: Socket
  private closed = false
  private knownUser = 'ada'
  /** The unsettled executions of the current user, which count. */
  private unsettled: Run[] = []
  /** Executions that continue for previous users. */
  private former: Run[] = []
  private newest?: Run
  private shown?: Run
  private data: unknown
  private ids = 0
  private timers: { at: number; run: Run; due(): void }[] = []
  private endedByClose: Run[] = []

  constructor(private readonly setting: Setting) {
    this.socket = setting.socket
  }

  /** Whether the user has changed and nothing has read it since. */
  get isUnnoticed() {
    return this.setting.identity && this.user !== this.knownUser
  }

  state(): Shown {
    const { shown, data } = this
    const outcome = shown?.outcome
    const status = !shown ? 'idle' : !outcome ? 'pending' : 'data' in outcome ? 'success' : 'error'
    return {
      status,
      phase: status === 'pending' ? shown?.phase : undefined,
      amount: shown?.amount,
      callId: shown?.callId,
      attempt: shown?.attempt ?? 0,
      inFlight: this.unsettled.length,
      data,
      error: outcome && 'error' in outcome ? outcome.error : undefined,
      loose: outcome && 'error' in outcome && outcome.loose,
    }
  }

  /** Returns the new execution, or `undefined` if it is refused. */
  execute(amount: number, again?: Run): Run | undefined {
    this.notice()
    const { concurrency, timeout, retries } = this.setting
    if (concurrency === 'drop' && this.unsettled.length) return undefined
    const run: Run = {
      amount,
      callId: again?.callId ?? (retries && `${amount}.${++this.ids}`),
      phase: 'queued',
      attempt: 1,
      handedOver: false,
      unsure: false,
      hidden: false,
      foreign: false,
    }
    const before = this.newest
    this.unsettled.push(run)
    if (concurrency !== 'queue' || !this.shown || this.shown.outcome) this.shown = run
    if (concurrency !== 'queue') {
      this.newest = run
      // A superseded execution is not tried again.
      if (before?.failure && !before.outcome && before.phase !== 'running')
        this.settle(before, { error: before.failure })
    }
    if (timeout) this.schedule(timeout, run, () => this.end(run, 'timeout'))
    this.goOn()
    return run
  }

  retry(): Run | undefined {
    this.notice()
    const { shown } = this
    return shown?.outcome && 'error' in shown.outcome ? this.execute(shown.amount, shown) : undefined
  }

  cancel(): void {
    if (!this.unsettled.length) return
    this.notice()
    if (!this.unsettled.length) return
    this.hideAll()
    for (const run of [...this.unsettled]) this.end(run, 'canceled')
  }

  reset(): void {
    this.hideAll()
    this.data = undefined
  }

  identify(): void {
    this.notice()
    this.goOn()
  }

  resolve({ run }: { run: Run }, data: unknown): void {
    if (run.outcome) return
    this.notice()
    const delivery = run.unsure ? 'unknown' : 'responded'
    this.settle(
      run,
      run.foreign ? { error: { kind: 'identity-changed', delivery, attempt: run.attempt } } : { data },
    )
    this.goOn()
  }

  reject({ run, attempt }: { run: Run; attempt: number }, kind: ActionErrorKind, delivery: Delivery): void {
    if (attempt === run.attempt) this.fail(run, kind, delivery)
    this.goOn()
  }

  open(): void {
    const cutOff = this.everyRun().filter(({ phase }) => phase === 'running')
    this.socket = 'open'
    for (const run of cutOff) this.fail(run, 'connection', 'unknown')
    this.goOn()
  }

  /** Loses the connection. `answer` is an answer that arrived just before. */
  lose(answer = () => {}): void {
    this.socket = 'lost'
    answer()
    for (const run of this.everyRun()) this.fail(run, 'connection', 'unknown')
    this.goOn()
  }

  attemptFails(): void {
    this.socket = 'lost'
    this.goOn()
  }

  close(): void {
    this.closed = true
    this.endedByClose = this.unsettled.filter(({ hidden }) => !hidden)
    for (const run of this.everyRun()) {
      const loose =
        this.socket !== 'open' && this.timers.some((t) => t.run === run && t.at <= this.now + noticed)
      this.end(run, 'closed')
      if (run.outcome && loose) run.outcome = { ...run.outcome, loose }
    }
    this.goOn()
  }

  /** It is not promised which of the executions that a close ended is shown last. */
  settleFor(amount: number | undefined): void {
    const seen = this.endedByClose.find((run) => run.amount === amount)
    if (seen) this.shown = seen
    this.endedByClose = []
  }

  tick(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const next = this.timers.reduce<(typeof this.timers)[0] | undefined>(
        (first, timer) => (timer.at <= end && (!first || timer.at < first.at) ? timer : first),
        undefined,
      )
      if (!next) break
      this.now = next.at
      this.timers.splice(this.timers.indexOf(next), 1)
      next.due()
      this.goOn()
    }
    this.now = end
  }

  /** Reads who the user is. After a change, nothing is shown, and calls that were not handed over never will be. */
  notice(): void {
    if (!this.isUnnoticed) return
    this.knownUser = this.user
    this.data = undefined
    this.hideAll()
    for (const run of this.unsettled) run.foreign = true
    for (const run of [...this.unsettled]) {
      if (run.phase !== 'running') this.end(run, 'identity-changed')
      else this.former.push(run)
    }
    this.unsettled = []
  }

  private everyRun = (): Run[] => [...this.former, ...this.unsettled]

  private hideAll(): void {
    this.shown = undefined
    for (const run of this.unsettled) run.hidden = true
  }

  /** Lets the execution whose turn it is continue as far as it can. */
  private goOn(): void {
    const { concurrency, offline } = this.setting
    const [first] = this.unsettled
    if (concurrency === 'queue' && first && !first.hidden) this.shown = first
    for (const run of this.unsettled) {
      if (run.phase !== 'queued' || (concurrency === 'queue' && run !== first)) continue
      if (this.closed) this.end(run, 'closed')
      else if (this.socket === 'open') this.handOver(run)
      else if (offline === 'fail' && this.socket === 'lost' && !run.handedOver) this.end(run, 'offline')
      else continue
      this.goOn()
      break
    }
  }

  private handOver(run: Run): void {
    this.notice()
    if (run.outcome) return
    run.phase = 'running'
    run.handedOver = true
    this.wire.push({ run, attempt: run.attempt })
  }

  /** Fails the current try, if one is running. */
  private fail(run: Run, kind: ActionErrorKind, delivery: Delivery): void {
    if (run.outcome || run.phase !== 'running') return
    this.notice()
    run.unsure ||= delivery === 'unknown'
    const { attempt } = run
    const { retries, concurrency } = this.setting
    run.failure = {
      kind: run.foreign ? 'identity-changed' : kind,
      delivery: run.unsure ? 'unknown' : delivery,
      attempt,
    }
    const isSuperseded = concurrency !== 'queue' && run !== this.newest
    if (run.foreign || isSuperseded || !retries?.kinds.includes(kind) || attempt > retries.limit) {
      this.settle(run, { error: run.failure })
    } else {
      run.phase = 'retrying'
      this.schedule(retries.delay, run, () => {
        this.notice()
        if (run.outcome) return
        run.attempt++
        run.phase = 'queued'
      })
    }
  }

  /** Ends an execution because of something on this side. */
  private end(run: Run, kind: ActionErrorKind): void {
    this.notice()
    if (run.outcome) return
    const delivery = run.handedOver ? 'unknown' : 'not-sent'
    this.settle(run, {
      error: { kind: run.foreign ? 'identity-changed' : kind, delivery, attempt: run.attempt },
    })
  }

  private settle(run: Run, outcome: Outcome): void {
    run.outcome = outcome
    run.wasShown = run === this.shown
    if (run.wasShown && 'data' in outcome) this.data = outcome.data
    this.unsettled = this.unsettled.filter((other) => other !== run)
    this.former = this.former.filter((other) => other !== run)
    this.timers = this.timers.filter((timer) => timer.run !== run)
  }

  private schedule(ms: number, run: Run, due: () => void): void {
    this.timers.push({ at: this.now + ms, run, due })
  }
}
