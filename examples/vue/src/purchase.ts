import { computed, ref } from 'vue'
import { items } from '../../shared/cart.js'

/** What is in the cart; `price` in cents. */
export const cart = ref(items)

/** What that costs, in cents. */
export const total = computed(() =>
  cart.value.reduce((sum, { quantity, price }) => sum + quantity * price, 0),
)

/** The card to charge. */
export const cardToken = ref('tok_visa')
