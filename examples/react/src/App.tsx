import { ConvexActionProvider, createActionObserver } from '@convex-action/react'
import { useState } from 'react'
import type { User } from '../../shared/identity.js'
import { needsNoToast } from '../../shared/toasts.js'
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
import { Toasts } from './Toasts.js'
import { UploadFiles } from './UploadFiles.js'
import { WelcomeUser } from './WelcomeUser.js'
import { Working } from './Working.js'

const observer = createActionObserver({ handles: needsNoToast })

export function App() {
  const [user, setUser] = useState<User | null>(null)

  return (
    <ConvexActionProvider identity={user} observer={observer}>
      <header>
        <Working />
        <h1>What happens to each action</h1>
        <p>
          Send, generate or pay, and cut the connection meanwhile. The page says whether the action waits,
          runs, is done or has failed. If it failed, the page says whether it may have run.
        </p>
      </header>

      <main>
        <ConnectionPanel />

        {/* Where a card keeps more than its action's state, another user gets another card. */}
        <div className="cards">
          <section className="card" aria-labelledby="send-email">
            <h2 id="send-email">Send an e-mail</h2>
            <SendEmail />
            <button
              type="button"
              className="quiet show-code"
              data-code="SendEmail.tsx"
              aria-describedby="send-email"
            >
              Show the code
            </button>
          </section>

          <section className="card" aria-labelledby="generate-report">
            <h2 id="generate-report">Generate a report</h2>
            <GenerateReport key={user} user={user} />
            <button
              type="button"
              className="quiet show-code"
              data-code="GenerateReport.tsx"
              aria-describedby="generate-report"
            >
              Show the code
            </button>
          </section>

          <section className="card" aria-labelledby="pay">
            <h2 id="pay">Pay</h2>
            <Pay key={user} />
            <button type="button" className="quiet show-code" data-code="Pay.tsx" aria-describedby="pay">
              Show the code
            </button>
          </section>
        </div>

        <h2 className="divider">What people use actions for</h2>
        <div className="cards five">
          <GenerateImage />
          <ProcessFile key={`file of ${user}`} />
          <CheckOut />
          <Buy key={`cart of ${user}`} user={user} />
          <UploadFiles key={`uploads of ${user}`} />
        </div>

        <h2 className="divider">What actions can do on the server</h2>
        <div className="cards">
          <WelcomeUser />
          <PayOrder />
          <LookUpWeather />
          <MakeThumbnail key={user} />
          <SearchDocuments />
          <GenerateToken />
          <ScheduleReminder />
          <AskWhoIAm user={user} onUserChange={setUser} />
          <ProcessAndSave />
        </div>
      </main>
      <Toasts observer={observer} />
    </ConvexActionProvider>
  )
}
