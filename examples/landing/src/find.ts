/** The element with this id. Throws where the page has none of that type. */
export function find<Type extends Element>(id: string, type: new () => Type): Type {
  const element = document.getElementById(id)
  if (element instanceof type) return element
  throw new Error(`The page has no ${type.name} "${id}".`)
}
