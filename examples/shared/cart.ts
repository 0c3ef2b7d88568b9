/** A purchase that was not finished yet. */
export interface Cart {
  /** Whose it is, since an id means something else to the server for each user; `null` for a guest. */
  owner: string | null
  /** However often the charge is asked for under this id, the card is charged once. */
  id: string
  /** The card to charge. */
  token: string
  /** Whether that card may have been charged: until it is known, no other one must be. */
  mayBePaid: boolean
}

/** The cards to choose from. */
export const cards = { 'A card with money': 'tok_visa', 'A card without': 'tok_chargeDeclined' }

/** What is bought; `price` in cents. */
export const items = [
  { name: 'Green tea', quantity: 2, price: 950 },
  { name: 'Tea strainer', quantity: 1, price: 900 },
]

/** What that costs, in cents. */
export const total = items.reduce((sum, { quantity, price }) => sum + quantity * price, 0)

/** A cart that nobody has paid for. */
export const newCart = (owner: string | null): Cart => ({
  owner,
  id: crypto.randomUUID(),
  token: cards['A card with money'],
  mayBePaid: false,
})

const keyOf = (owner: string | null) => `cart of ${owner ?? 'a guest'}`

/** Somebody's cart as it was kept, or a new one. It outlives a reload, and two tabs have the same one. */
export function openCart(owner: string | null): Cart {
  const kept = localStorage.getItem(keyOf(owner))
  const cart: Cart = kept ? JSON.parse(kept) : newCart(owner)
  keepCart(cart)
  return cart
}

/** Keeps a cart as it is now: to be called before anything is sent for it. */
export function keepCart(cart: Cart): void {
  localStorage.setItem(keyOf(cart.owner), JSON.stringify(cart))
}
