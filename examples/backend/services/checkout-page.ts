/**
 * The page on which a customer pays or returns to the shop.
 *
 * @param problem Why the last attempt to pay failed, if there was one.
 */
export function checkoutPage(
  { name, amount }: { name: string; amount: number },
  sale: { status: 'open' | 'paid'; successUrl: string },
  problem?: string,
): string {
  const price = `$${(amount / 100).toFixed(2)}`
  const body =
    sale.status === 'paid'
      ? `<p>This is paid. Thank you.</p><p><a href="${escaped(sale.successUrl)}">Back to the shop</a></p>`
      : `${problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>`}
      <dl><dt>${escaped(name)}</dt><dd>${price}</dd></dl>
      <form method="post">
        <button name="choice" value="pay">Pay ${price}</button>
        <button name="choice" value="cancel" class="quiet">Cancel</button>
      </form>`
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Checkout</title>
    <link rel="icon" href="data:,">
    <style>${style}</style>
  </head>
  <body>
    <main>
      <h1>Checkout</h1>
      ${body}
      <p class="note">A stand-in for a payment service: nobody is really charged.</p>
    </main>
  </body>
</html>
`
}

const style = `
  :root { color-scheme: light dark; --ink: light-dark(#1c1b22, #f1f0f6); --quiet: light-dark(#5c5a68, #b3b0c0);
    --page: light-dark(#f3f2f7, #17161c); --card: light-dark(#fff, #232229); --line: light-dark(#dcdae4, #3a3844);
    --accent: light-dark(#4a3fc4, #b4aefc); --on-accent: light-dark(#fff, #17161c); --bad: light-dark(#b3201f, #ff9c93) }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page);
    color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
  main { width: min(100%, 24rem); padding: 2rem; background: var(--card); border: 1px solid var(--line);
    border-radius: 1rem; box-shadow: 0 1rem 3rem #0001 }
  h1 { margin: 0 0 1.5rem; font-size: 1.25rem }
  dl { display: flex; justify-content: space-between; margin: 0 0 1.5rem; padding-bottom: 1rem;
    border-bottom: 1px solid var(--line) }
  dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums }
  form { display: grid; gap: .75rem }
  button { min-height: 2.75rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent);
    color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer }
  .quiet { border-color: var(--line); background: transparent; color: var(--ink) }
  button:hover { filter: brightness(1.1) }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  [role=alert] { margin: 0 0 1rem; color: var(--bad); font-weight: 600 }
  a { color: var(--accent) }
  .note { margin: 1.5rem 0 0; color: var(--quiet); font-size: .875rem }
`

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
