import { type Component, h, shallowRef } from 'vue'

/** A component that is loaded when it is shown first. It takes what the component takes. */
export function later(load: () => Promise<{ default: Component }>): Component {
  const loaded = shallowRef<Component>()
  return {
    inheritAttrs: false,
    setup(_, { attrs }) {
      void load().then((module) => {
        loaded.value = module.default
      })
      return () => loaded.value && h(loaded.value, attrs)
    },
  }
}
