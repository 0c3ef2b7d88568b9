import { Report } from './report'

/** Rendered for each request, as a page that says who is signed in would be. */
export const dynamic = 'force-dynamic'

export default function Page() {
  return (
    <main id="app">
      <h1>A report, with Next.js</h1>
      <section className="card" aria-labelledby="report">
        <h2 id="report">January</h2>
        <Report />
      </section>
    </main>
  )
}
