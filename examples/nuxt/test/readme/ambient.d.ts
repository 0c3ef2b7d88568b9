// What the README takes for given.
import type { Ref } from 'vue'

declare global {
  function useSession(): { userId: Ref<string | undefined> }
  function fetchToken(): Promise<string>
}
