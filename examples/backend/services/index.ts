import { type EmailService, startEmailService } from './email.js'
import { type PaymentService, startPaymentService } from './payment.js'

export type { EmailService, ReceivedEmail } from './email.js'
export type { Charge, PaymentBehaviour, PaymentService, ReceivedCharge } from './payment.js'
export type { Behaviour, StandIn } from './stand-in.js'

/** The outside world of the example's functions, on this machine. */
export type Services = {
  email: EmailService
  payment: PaymentService
  /** What the functions read from their environment to find the services. */
  environment: { EMAIL_SERVICE_URL: string; PAYMENT_SERVICE_URL: string }
  close(): Promise<void>
}

/**
 * Starts a stand-in e-mail service and a stand-in payment service on 127.0.0.1, on free ports by default.
 *
 * @throws when a port is taken
 * @example
 * const services = await startServices()
 * Object.assign(process.env, services.environment)
 * services.payment.behave({ delay: 3000 })
 */
export async function startServices(
  options: { emailPort?: number; paymentPort?: number } = {},
): Promise<Services> {
  const email = await startEmailService(options.emailPort)
  const payment = await startPaymentService(options.paymentPort).catch(async (error: unknown) => {
    await email.close()
    throw error
  })
  return {
    email,
    payment,
    environment: { EMAIL_SERVICE_URL: email.url, PAYMENT_SERVICE_URL: payment.url },
    close: async () => {
      await Promise.all([email.close(), payment.close()])
    },
  }
}
