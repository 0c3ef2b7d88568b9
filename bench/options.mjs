import { parseArgs } from 'node:util'

const help = `Measures the packages side by side with what you would pick instead. It takes some minutes.

  npm run bench -- [options]

  --quick            a quick run: one round with rough figures
  --rounds <number>  how often each measure runs (default: 5)
  --only <text>      only the measures whose names contain this text
  --help             this text
`

/** Reads the options of the bench. Exits after printing the help or reporting a mistake. */
export function readBenchOptions(args) {
  const { quick: isQuick = false, rounds, only = '', help: isHelp } = parse(args)
  if (isHelp) {
    process.stdout.write(help)
    process.exit(0)
  }
  if (rounds !== undefined && !/^[1-9]\d?$/.test(rounds))
    stop(`--rounds takes a whole number from 1 to 99, not "${rounds}".`)
  return { isQuick, rounds: Number(rounds ?? (isQuick ? 1 : 5)), only }
}

function parse(args) {
  const options = {
    quick: { type: 'boolean' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  }
  try {
    return parseArgs({ args, options }).values
  } catch {
    return stop(
      `The bench takes only --quick, --rounds <number>, --only <text> and --help, not "${args.join(' ')}".`,
    )
  }
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
