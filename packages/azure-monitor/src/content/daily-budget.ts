import { diag } from '@opentelemetry/api'

/** How much content may still be sent today. */
export interface DailyBudget {
  /**
   * Takes so many bytes of what is left, and says whether they may be sent.
   *
   * @param must sent whatever is left, and counted
   */
  readonly spend: (bytes: number, must: boolean) => boolean
}

const DAY = 86_400_000
const UNLIMITED: DailyBudget = { spend: () => true }

/** A budget for each day of UTC. The first content of a day for which it does not suffice is told to `diag`. */
export function dailyBudget(bytes: number | undefined, now: () => number = Date.now): DailyBudget {
  if (bytes === undefined) return UNLIMITED
  let day = Number.NaN
  let spent = 0
  let said = false
  return {
    spend: (wanted, must) => {
      const today = Math.floor(now() / DAY)
      if (today !== day) {
        day = today
        spent = 0
        said = false
      }
      const sends = must || spent + wanted <= bytes
      if (sends) spent += wanted
      else if (!said) {
        said = true
        diag.warn(
          `kansoku: the ${bytes} bytes of content for this day are used up. Until midnight UTC rows have only hashes of it, ` +
            'but for failed calls and invalid outputs (contentStorage.dailyBytes, KANSOKU_CONTENT_DAILY_BYTES)',
        )
      }
      return sends
    },
  }
}
