import { linksOf } from '../../shared/site/links'

/** The header of the demo, where the app is a part of it. */
export function Header() {
  const { DEMO_URL: start } = process.env
  if (!start) return null
  return (
    <nav className="site" aria-label="Demo">
      <p>
        <a href={start}>convex-action</a> <span>with Next.js</span>
      </p>
      <ul>
        {linksOf('next', start, true).map(({ name, href, isCurrent }) => (
          <li key={name}>
            <a href={href} aria-current={isCurrent ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
