export { cardToken, cart, total } from '../../../vue/src/purchase.js'
