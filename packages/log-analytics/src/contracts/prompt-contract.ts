/** A prompt and what its output may be, as `definePrompt` declares it: only what queries and alerts need of it. */
export interface PromptContract {
  /** Name of the prompt. */
  readonly prompt: string
  /** The labels of its contract, as `oneOf('Yes', 'No')` has them. Empty is none. @defaultValue none: an output is valid or invalid */
  readonly labels?: readonly string[]
  /** So many invalid outputs in a day fire the alert. @defaultValue 10 */
  readonly threshold?: number
}

/** The labels, each once; undefined where the contract has none. */
export function labelsOf({ labels = [] }: PromptContract): readonly string[] | undefined {
  return labels.length === 0 ? undefined : [...new Set(labels)]
}
