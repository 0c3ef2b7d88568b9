import { type DataService, startDataService } from './data.js'
import { type EmailService, startEmailService } from './email.js'
import { type IdentityService, startIdentityService } from './identity.js'
import { type ImageService, startImageService } from './image.js'
import { type PaymentService, startPaymentService } from './payment.js'
import { startWeatherService, type WeatherService } from './weather.js'

export type { CheckoutSession } from './checkout.js'
export type { DataService, ReceivedData } from './data.js'
export type { EmailService, ReceivedEmail } from './email.js'
export type { IdentityService, ReceivedUser } from './identity.js'
export type { ImageService, ReceivedPrompt } from './image.js'
export type { Charge, PaymentBehaviour, PaymentService, ReceivedCharge } from './payment.js'
export type { Behaviour, StandIn } from './stand-in.js'
export type { ReceivedCity, WeatherBehaviour, WeatherService } from './weather.js'

/** The services that the functions of the example call, on this machine. */
export type Services = {
  data: DataService
  email: EmailService
  identity: IdentityService
  image: ImageService
  payment: PaymentService
  weather: WeatherService
  /** The environment variables by which the functions find the services. */
  environment: Record<
    | 'DATA_SERVICE_URL'
    | 'EMAIL_SERVICE_URL'
    | 'IDENTITY_ISSUER'
    | 'IMAGE_SERVICE_URL'
    | 'PAYMENT_SERVICE_URL'
    | 'WEATHER_SERVICE_URL',
    string
  >
  close(): Promise<void>
}

/**
 * Starts stand-ins for all services that the functions call, on 127.0.0.1, by default on free ports.
 *
 * @throws `Error` if a port is taken. No stand-in is left running then.
 *
 * @example const services = await startServices() Object.assign(process.env, services.environment)
 * services.payment.behave({ delay: 3000 })
 */
export async function startServices(
  options: { emailPort?: number; paymentPort?: number } = {},
): Promise<Services> {
  const started: { close(): Promise<void> }[] = []
  const close = async () => {
    await Promise.all(started.map((service) => service.close()))
  }
  const start = async <Service extends { close(): Promise<void> }>(starting: Promise<Service>) => {
    const service = await starting
    started.push(service)
    return service
  }
  try {
    const data = await start(startDataService())
    const email = await start(startEmailService(options.emailPort))
    const identity = await start(startIdentityService())
    const image = await start(startImageService())
    const payment = await start(startPaymentService(options.paymentPort))
    const weather = await start(startWeatherService())
    const environment = {
      DATA_SERVICE_URL: data.url,
      EMAIL_SERVICE_URL: email.url,
      IDENTITY_ISSUER: identity.url,
      IMAGE_SERVICE_URL: image.url,
      PAYMENT_SERVICE_URL: payment.url,
      WEATHER_SERVICE_URL: weather.url,
    }
    return { data, email, identity, image, payment, weather, environment, close }
  } catch (error) {
    await close()
    throw error
  }
}
