import { ConvexIdentityProvider } from '@convex-action/react'
import { useState } from 'react'
import type { User } from '../../shared/identity.js'
import { AskWhoIAm } from './AskWhoIAm.js'
import { Buy } from './Buy.js'
import { CheckOut } from './CheckOut.js'
import { ConnectionPanel } from './ConnectionPanel.js'
import { GenerateImage } from './GenerateImage.js'
import { GenerateReport } from './GenerateReport.js'
import { GenerateToken } from './GenerateToken.js'
import { LookUpWeather } from './LookUpWeather.js'
import { MakeThumbnail } from './MakeThumbnail.js'
import { Pay } from './Pay.js'
import { PayOrder } from './PayOrder.js'
import { ProcessAndSave } from './ProcessAndSave.js'
import { ProcessFile } from './ProcessFile.js'
import { ScheduleReminder } from './ScheduleReminder.js'
import { SearchDocuments } from './SearchDocuments.js'
import { SendEmail } from './SendEmail.js'
import { WelcomeUser } from './WelcomeUser.js'

export function App() {
  const [user, setUser] = useState<User | null>(null)

  return (
    <ConvexIdentityProvider identity={user}>
      <header>
        <h1>Actions, and the truth about each</h1>
        <p>
          Send, generate, pay, and cut the connection in between: the page always says whether something
          waits, runs, is done or has failed, and, when it failed, whether it ran.
        </p>
      </header>

      <main>
        <ConnectionPanel />

        {/* Where a card keeps more than its action's state, another user gets another card. */}
        <div className="cards">
          <section className="card" aria-labelledby="send-email">
            <h2 id="send-email">Send an e-mail</h2>
            <SendEmail />
          </section>

          <section className="card" aria-labelledby="generate-report">
            <h2 id="generate-report">Generate a report</h2>
            <GenerateReport key={user} user={user} />
          </section>

          <section className="card" aria-labelledby="pay">
            <h2 id="pay">Pay</h2>
            <Pay key={user} />
          </section>
        </div>

        <h2 className="divider">What people use actions for</h2>
        <div className="cards pairs">
          <GenerateImage />
          <ProcessFile key={`file of ${user}`} />
          <CheckOut />
          <Buy key={`cart of ${user}`} user={user} />
        </div>

        <h2 className="divider">What actions can do on the server</h2>
        <div className="cards">
          <WelcomeUser />
          <PayOrder />
          <LookUpWeather />
          <GenerateToken />
          <MakeThumbnail key={user} />
          <ScheduleReminder />
          <AskWhoIAm user={user} onUserChange={setUser} />
          <SearchDocuments />
          <ProcessAndSave />
        </div>
      </main>
    </ConvexIdentityProvider>
  )
}
