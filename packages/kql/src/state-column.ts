/** Under which name the expressions of a `scan` read a column of a step's state. */
export const stateColumn = (step: string, name: string): string => `$state.${step}.${name}`
